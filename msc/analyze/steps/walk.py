"""A traversal of one operation's steps: its scope, its results and its rows."""

from collections.abc import Mapping

from msc.analyze.context import Context
from msc.analyze.places import Numbers
from msc.analyze.rules import Rules
from msc.analyze.selection import selection
from msc.analyze.steps.turns import Turns
from msc.analyze.writing import Writing
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.naming import pascal
from msc.core.record import Mutable, Record, field, replace
from msc.expr.scope import Scope, describe
from msc.expr.target import path_of
from msc.expr.words import VARIABLES
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity, Store
from msc.ir.expressions import Expression, ListValue, RowValue, ValueType
from msc.ir.steps import Query
from msc.ir.triggers import Event, Notification
from msc.model.places import Path


class Nouns(Record):
    """The elements that steps may refer to, by name."""

    entities: Mapping[str, Entity]
    events: Mapping[str, Event]
    notifications: Mapping[str, Notification]


class Walk(Mutable):
    """`changed` holds the rows that earlier steps have changed, and `writes` by which verb a row
    was written last, whatever its name; `depth` counts the open loops.

    `lost` means that the type of a result is unknown, so that its uses cannot be checked.
    """

    context: Context
    operation: str
    scope: Scope
    inputs: tuple[InputField, ...]
    nouns: Nouns
    rules: Rules
    required: list[str] = field(default_factory=list)
    changed: set[tuple[str, ...]] = field(default_factory=set)
    writes: dict[tuple[str, ...], str] = field(default_factory=dict)
    lost: bool = False
    queries: int = 0
    depth: int = 0
    turns: Turns = field(default_factory=Turns)

    @property
    def writing(self) -> Writing:
        """The check of assignments at this point."""
        numbers = Numbers(self.nouns.entities, self.inputs)
        return Writing(self.context, self.scope, numbers)

    def result(self, name: str | None, type_: ValueType, path: Path) -> str:
        """Registers a step's result for later steps and returns its name."""
        if name is None:
            return ""
        self.turns.arises(name)
        where = (*path, "as")
        # A page of loans may be called `loans`: from there on the name means the page.
        taken = {
            variable
            for variable, known in self.scope.variables
            if not (isinstance(known, ListValue) and known.stored)
        }
        if name in taken:
            self.context.reserved("a result", name, where, "the name is already in use here")
        else:
            self.context.usable_in_expressions("a result", name, where, VARIABLES)
        if name in VARIABLES:
            # Expressions with this name would only repeat the mistake.
            self.lost = True
            return name
        self.scope = self.scope.with_variables((name, type_))
        return name

    def row(self, text: str, path: Path) -> tuple[Expression, Entity] | None:
        """A loaded row."""
        row = self.context.expression(text, self.scope, path)
        if row is None:
            return None
        if not isinstance(row.type, RowValue) or path_of(row.root) is None:
            self._no_row(text, f"it is {describe(row.type)}", path, _for_each(row.type, text, path))
            return None
        if row.type.optional:
            self._no_row(text, "it may be missing", path, _as_input(text, row.type.entity))
            return None
        return row, self.nouns.entities[row.type.entity]

    def _no_row(self, text: str, reason: str, path: Path, hint: str | None = None) -> None:
        self.context.report(
            codes.WRONG_VALUE, path, value=f"`{text}`", kind="a row", reason=reason, hint=hint
        )

    def unnamed(self, verb: str, value: str, entity: str) -> None:
        """Records a step without `as`, in case an expression uses the entity's name."""
        self.scope = replace(
            self.scope, unnamed=(*self.scope.unnamed, (entity, f"{verb}: {value}"))
        )

    def written(self, text: str, path: Path) -> tuple[Expression, Entity] | None:
        """The row that a step changes; reports a row that an earlier step has already changed."""
        row = self.row(text, path)
        if row is None or not self.in_postgres(row[1], path):
            return None
        name, verb = path_of(row[0].root) or (), str(path[-1])
        origin = self.turns.origin(name)
        earlier = self.writes.get(origin)
        ends = earlier is not None and "delete" in (earlier, verb)
        if ends or name in self.changed:
            self.context.report(
                codes.CHANGED_TWICE, path, name=".".join(name), result=row[1].name, verb=verb,
                done="deleted" if earlier == "delete" else "changed",
                hint=_before_end(verb, earlier) if ends else None,
            )  # fmt: skip
            return None
        self.changed.add(name)
        self.writes[origin] = verb
        return row

    def in_postgres(self, entity: Entity, path: Path) -> bool:
        """Whether steps can write rows of the entity; reports it if not."""
        if entity.store is Store.POSTGRES:
            return True
        self.context.report(
            architecture.NOT_YET, path, what=f"writing `{entity.name}`, which is stored in mongo,",
            suggestion="documents are records of audited operations; keep the entity in postgres",
        )  # fmt: skip
        return False

    def query(self, text: str, path: Path) -> Query | None:
        """The query of a step, under a name that no other query has."""
        taken = self.context.query_names
        while taken.get(pascal(name := self._next_query()), self.operation) != self.operation:
            pass
        return selection(self.context, text, self.scope, path, name)

    def _next_query(self) -> str:
        self.queries += 1
        return self.operation if self.queries == 1 else f"{self.operation}_{self.queries}"


def _for_each(type_: ValueType, text: str, path: Path) -> str | None:
    """The suggestion where a step needs one row but names several."""
    match type_:
        case ListValue(RowValue(entity)):
            verb = path[-1]
            return (
                f"write `for_each: {text}` and `as: {entity}`, "
                f"with the step `{verb}: {entity}` inside"
            )
        case _:
            return None


def _as_input(text: str, entity: str) -> str:
    """What to write where a step needs a row that an optional reference may lead to."""
    name = text.rpartition(".")[2]
    return (
        f"take the row as an input, `{name}: {entity}`, and require a rule `{text} == input.{name}`"
    )


def _before_end(verb: str, earlier: str | None) -> str:
    """What to write instead of two steps, one of which deletes the row of the other."""
    if verb == earlier:
        return "leave one of the two steps out"
    if verb == "delete":
        return f"leave the `{earlier}` out: nothing is left of what it writes"
    return f"leave the `{verb}` out, or do not delete the row"
