"""The steps of operations: a record for each, which says of itself what others need to know."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Self

from msc.core.naming import snake
from msc.core.record import Record, replace
from msc.ir.entities import Entity, Nouns
from msc.ir.expressions import Expression
from msc.ir.fields import OnDelete, ReferenceType

type Renamed = Callable[[str, str], str]
"""The name that a field has now, by its entity and its former name."""

ILLEGAL_TRANSITION = "ILLEGAL_TRANSITION"
REFERENCE_VIOLATION = "REFERENCE_VIOLATION"
UNIQUE_VIOLATION = "UNIQUE_VIOLATION"
# In the order in which they are told.
CONFLICTS = (ILLEGAL_TRANSITION, REFERENCE_VIOLATION, UNIQUE_VIOLATION)


class Assignment(Record):
    """A field and the value that it gets."""

    field: str
    value: Expression


class Query(Record):
    """A named selection of rows of one entity, compiled in its data service.

    `condition` is None for all rows; otherwise a predicate over `variable`, a row of `entity`.
    """

    name: str
    entity: str
    variable: str
    condition: Expression | None

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """The condition, if there is one."""
        return () if self.condition is None else (self.condition,)


class BaseStep(Record):
    """What is asked of any step. It `commits` if it leaves anything to commit."""

    commits: ClassVar[bool] = False

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """What it evaluates, here or in the data service."""
        return ()

    @property
    def queries(self) -> tuple[Query, ...]:
        """The rows that it selects."""
        return ()

    @property
    def inside(self) -> tuple["Step", ...]:
        """The steps that it runs, if there are rows."""
        return ()

    @property
    def event(self) -> str | None:
        """The event that it publishes."""
        return None

    @property
    def notification(self) -> str | None:
        """The notification that it sends."""
        return None

    @property
    def written(self) -> str | None:
        """The entity of the row that it makes, changes or removes."""
        return None

    @property
    def copied(self) -> tuple[str, ...]:
        """The fields that are set to what the caller sent."""
        return ()

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        """What stored rows can have against it, besides having changed meanwhile."""
        return iter(())

    def renamed(self, renamed: Renamed) -> Self:
        """The step with the present names of the fields that it names."""
        return self


class ListStep(BaseStep):
    """Reads one page of rows; what the caller may filter and sort by is named here.

    A sort key is a field or `-field`; the first is the default order.
    """

    query: Query
    result: str
    filters: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return self.query.conditions

    @property
    def queries(self) -> tuple[Query, ...]:
        return (self.query,)

    def renamed(self, renamed: Renamed) -> Self:
        def order(name: str) -> str:
            sign = "-" if name.startswith("-") else ""
            return sign + renamed(self.query.entity, name.removeprefix("-"))

        filters = tuple(renamed(self.query.entity, name) for name in self.filters)
        return replace(self, filters=filters, sort=tuple(map(order, self.sort)))


class WriteStep(BaseStep):
    """What is asked of a step that writes a row of its entity."""

    commits: ClassVar[bool] = True
    entity: str

    @property
    def written(self) -> str:
        return self.entity


class CreateStep(WriteStep):
    """Makes a row; fields without an assignment get their default."""

    values: tuple[Assignment, ...]
    result: str

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return tuple(assignment.value for assignment in self.values)

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        if unique_fields(nouns.entity(self.entity)):
            yield UNIQUE_VIOLATION

    def renamed(self, renamed: Renamed) -> Self:
        return replace(self, values=_renamed(self.entity, self.values, renamed))


class ChangeStep(WriteStep):
    """What is asked of a step that changes a row at hand."""

    target: Expression

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target,)

    @property
    def result(self) -> str:
        """What later steps call the row as it is then."""
        return ""


class UpdateStep(ChangeStep):
    """Changes a row at hand; `from_input` copies each given input field of the same name."""

    values: tuple[Assignment, ...]
    from_input: tuple[str, ...]
    result: str

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target, *(assignment.value for assignment in self.values))

    @property
    def copied(self) -> tuple[str, ...]:
        return self.from_input

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        changed = {*(assignment.field for assignment in self.values), *self.from_input}
        if unique_fields(nouns.entity(self.entity)) & changed:
            yield UNIQUE_VIOLATION

    def renamed(self, renamed: Renamed) -> Self:
        copied = tuple(renamed(self.entity, name) for name in self.from_input)
        values = _renamed(self.entity, self.values, renamed)
        return replace(self, values=values, from_input=copied)


class TransitionStep(ChangeStep):
    """Moves a row at hand along a declared transition; an illegal one is refused with 409."""

    transition: str
    result: str

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        yield ILLEGAL_TRANSITION


class DeleteStep(WriteStep):
    """Removes a row at hand."""

    target: Expression

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target,)

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        if _is_held(self.entity, nouns):
            yield REFERENCE_VIOLATION


class PublishStep(BaseStep):
    """Publishes an event if and only if the operation commits."""

    commits: ClassVar[bool] = True
    event: str
    values: tuple[Assignment, ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return tuple(assignment.value for assignment in self.values)


class NotifyStep(BaseStep):
    """Sends a notification to a person, if and only if the operation commits."""

    commits: ClassVar[bool] = True
    recipient: Expression
    notification: str
    values: tuple[Assignment, ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.recipient, *(assignment.value for assignment in self.values))


class ForEachStep(BaseStep):
    """Runs steps for every row of a query."""

    query: Query
    variable: str
    steps: tuple["Step", ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return self.query.conditions

    @property
    def queries(self) -> tuple[Query, ...]:
        return (self.query,)

    @property
    def inside(self) -> tuple["Step", ...]:
        return self.steps


type Step = (
    ListStep | CreateStep | UpdateStep | TransitionStep | DeleteStep | PublishStep | NotifyStep
    | ForEachStep
)  # fmt: skip


def verb_of(kind: type[BaseStep]) -> str:
    """The verb of the language for a kind of step: `for_each`."""
    return snake(kind.__name__.removesuffix("Step"))


def unique_fields(entity: Entity) -> set[str]:
    """The fields whose values no other row may have, alone or with others."""
    alone = {field.name for field in entity.fields if field.unique}
    return alone.union(*map(set, entity.uniques))


def _is_held(entity: str, nouns: Nouns) -> bool:
    """Whether rows that refer to one of the entity keep it from being removed."""
    return any(
        isinstance(field.type, ReferenceType)
        and field.type.entity == entity
        and field.type.on_delete is OnDelete.RESTRICT
        for owner in nouns.entities
        for field in owner.fields
    )


def _renamed(
    entity: str, values: tuple[Assignment, ...], renamed: Renamed
) -> tuple[Assignment, ...]:
    return tuple(replace(value, field=renamed(entity, value.field)) for value in values)
