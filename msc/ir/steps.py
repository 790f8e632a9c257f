"""The steps of operations: one record per kind, which answers questions of other stages itself."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Self

from msc.core.naming import snake
from msc.core.record import Record, replace
from msc.ir.entities import Entity, Nouns
from msc.ir.expressions import Expression, Select, Variable
from msc.ir.fields import OnDelete, ReferenceType

type Renamed = Callable[[str, str], str]
"""The name that a field has now, by its entity and its former name."""

ILLEGAL_TRANSITION = "ILLEGAL_TRANSITION"
REFERENCE_VIOLATION = "REFERENCE_VIOLATION"
UNIQUE_VIOLATION = "UNIQUE_VIOLATION"
# In the order in which they are reported.
CONFLICTS = (ILLEGAL_TRANSITION, REFERENCE_VIOLATION, UNIQUE_VIOLATION)


class Assignment(Record):
    """A field and its new value."""

    field: str
    value: Expression


class Query(Record):
    """A named selection of rows of one entity, compiled in its data service.

    `condition` is None for all rows; otherwise it is a predicate over `variable`, a row of
    `entity`.
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
    """The interface of every step. `commits` means that it writes something."""

    commits: ClassVar[bool] = False

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions that it evaluates, here or in the data service."""
        return ()

    @property
    def queries(self) -> tuple[Query, ...]:
        """The rows that it selects."""
        return ()

    @property
    def inside(self) -> tuple["Step", ...]:
        """Its nested steps."""
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
        """The entity whose row it creates, changes or deletes."""
        return None

    @property
    def copied(self) -> tuple[str, ...]:
        """The fields that are set to values from the caller."""
        return ()

    def sources(self, field: str) -> Iterator[str]:
        """The inputs that it sets a field to, as they are."""
        return iter(())

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        """Conflicts with stored rows, besides version conflicts."""
        return iter(())

    def renamed(self, renamed: Renamed) -> Self:
        """The step with the current names of renamed fields."""
        return self


class ListStep(BaseStep):
    """Reads one page of rows; `filters` and `sort` are the caller's choices.

    A sort key is a field or `-field`; the first one is the default.
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
    """The interface of steps that write a row."""

    commits: ClassVar[bool] = True
    entity: str

    @property
    def written(self) -> str:
        return self.entity


class CreateStep(WriteStep):
    """Creates a row; fields without an assignment get their defaults."""

    values: tuple[Assignment, ...]
    result: str

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return tuple(assignment.value for assignment in self.values)

    def sources(self, field: str) -> Iterator[str]:
        return _sources(self.values, field)

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        if unique_fields(nouns.entity(self.entity)):
            yield UNIQUE_VIOLATION

    def renamed(self, renamed: Renamed) -> Self:
        return replace(self, values=_renamed(self.entity, self.values, renamed))


class ChangeStep(WriteStep):
    """The interface of steps that change a loaded row."""

    target: Expression

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target,)

    @property
    def result(self) -> str:
        """The name of the changed row in later steps."""
        return ""


class UpdateStep(ChangeStep):
    """Changes a loaded row; `from_input` copies the inputs to fields of the same name."""

    values: tuple[Assignment, ...]
    from_input: tuple[str, ...]
    result: str

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target, *(assignment.value for assignment in self.values))

    @property
    def copied(self) -> tuple[str, ...]:
        return self.from_input

    def sources(self, field: str) -> Iterator[str]:
        if field in self.from_input:
            yield field
        yield from _sources(self.values, field)

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        changed = {*(assignment.field for assignment in self.values), *self.from_input}
        if unique_fields(nouns.entity(self.entity)) & changed:
            yield UNIQUE_VIOLATION

    def renamed(self, renamed: Renamed) -> Self:
        copied = tuple(renamed(self.entity, name) for name in self.from_input)
        values = _renamed(self.entity, self.values, renamed)
        return replace(self, values=values, from_input=copied)


class TransitionStep(ChangeStep):
    """Moves a loaded row along a declared transition; an illegal one is rejected with 409.

    `values` are those of other fields, which change with the state.
    """

    transition: str
    result: str
    values: tuple[Assignment, ...] = ()

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (self.target, *(assignment.value for assignment in self.values))

    def sources(self, field: str) -> Iterator[str]:
        return _sources(self.values, field)

    def conflicts(self, nouns: Nouns) -> Iterator[str]:
        yield ILLEGAL_TRANSITION
        entity = nouns.entity(self.entity)
        state = () if entity.states is None else (entity.states.field,)
        if unique_fields(entity) & {*state, *(assignment.field for assignment in self.values)}:
            yield UNIQUE_VIOLATION

    def renamed(self, renamed: Renamed) -> Self:
        return replace(self, values=_renamed(self.entity, self.values, renamed))


class DeleteStep(WriteStep):
    """Deletes a loaded row."""

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
    """The keyword of a step: `for_each`."""
    return snake(kind.__name__.removesuffix("Step"))


def unique_fields(entity: Entity) -> set[str]:
    """The fields that take part in a uniqueness constraint."""
    alone = {field.name for field in entity.fields if field.unique}
    return alone.union(*map(set, entity.uniques))


def _is_held(entity: str, nouns: Nouns) -> bool:
    """Whether references with `restrict` can prevent the deletion of a row of the entity."""
    return any(
        isinstance(field.type, ReferenceType)
        and field.type.entity == entity
        and field.type.on_delete is OnDelete.RESTRICT
        for owner in nouns.entities
        for field in owner.fields
    )


def _sources(values: tuple[Assignment, ...], field: str) -> Iterator[str]:
    for assignment in values:
        match assignment.value.root:
            case Select(Variable("input"), name) if assignment.field == field:
                yield name


def _renamed(
    entity: str, values: tuple[Assignment, ...], renamed: Renamed
) -> tuple[Assignment, ...]:
    return tuple(replace(value, field=renamed(entity, value.field)) for value in values)
