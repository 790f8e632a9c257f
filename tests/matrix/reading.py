"""What a spec says of one request, read from the resolved system and from nothing that is emitted.

Of `actor` and `access` it says what the documentation of emitted systems does: 401 for nobody, 403
for a role that may not, 404 for a row that is not there or not shown, and lists of the rows that a
person sees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msc.expr.evaluate import Identity, Value, evaluate
from msc.expr.target import Unsupported
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.endings import Refusal
from msc.ir.expressions import Node, Select, ValueType, Variable
from msc.ir.steps import ChangeStep, ListStep
from msc.ir.walk import all_steps
from tests.matrix.world import Row, World

NOT_AUTHENTICATED: Refusal = (401, "NOT_AUTHENTICATED")
FORBIDDEN: Refusal = (403, "FORBIDDEN")
NOT_FOUND: Refusal = (404, "NOT_FOUND")

type Inputs = Mapping[str, Row | Value]
type Held = Row | Value | Inputs


@dataclass(frozen=True, slots=True)
class Reading:
    """How a request may end: the refusals that are possible, and whether it may succeed at all.

    `is_early` means that it is refused before anything of the row is looked at. `shown` is the row
    of a success, and `listed` are those of a list, as far as it can be known; `seen` are all that
    the person may find in it.
    """

    refusals: frozenset[Refusal] = frozenset()
    succeeds: bool = True
    is_early: bool = False
    shown: str | None = None
    listed: frozenset[str] | None = None
    seen: frozenset[str] | None = None


def sees(person: Row | None, row: Row, world: World) -> bool:
    """Whether `access` shows a row to a person."""
    access = world.system.entity(row.entity).access
    if access.owner is None and not access.readers:
        return True
    if person is None:
        return False
    return world.role(person) in access.readers or world.owner(row) == person.id


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what a world and its system say of an operation that a person runs, or nobody."""

    world: World
    operation: Operation
    person: Row | None

    def reading(self, inputs: Inputs, missing: bool) -> Reading:
        """What becomes of the operation; `missing` says that one input names no row at all."""
        refused = self._refused(inputs, missing)
        if refused is not None:
            return Reading(frozenset({refused}), succeeds=False, is_early=True)
        broken, unknown = self._rules(inputs)
        possible = frozenset({*broken, *unknown})
        if self._leads_on_from_a_step():
            possible |= {NOT_FOUND}
        related = self._related(inputs)
        if related is not None and self._hides(related):
            return Reading(possible | {NOT_FOUND}, succeeds=False)
        if broken:
            return Reading(possible, succeeds=False)
        return Reading(
            possible, shown=self._shown(inputs), listed=self._listed(inputs), seen=self._seen()
        )

    def _refused(self, inputs: Inputs, missing: bool) -> Refusal | None:
        actor = self.operation.actor
        if actor.kind is not ActorKind.PUBLIC and self.person is None:
            return NOT_AUTHENTICATED
        if actor.kind is ActorKind.ROLES and self._role not in actor.roles:
            return FORBIDDEN
        if self._is_shut_out():
            return FORBIDDEN
        rows = [row for row in inputs.values() if isinstance(row, Row)]
        if missing or any(self._hides(row) for row in rows):
            return NOT_FOUND
        return None

    @property
    def _role(self) -> str | None:
        return None if self.person is None else self.world.role(self.person)

    def _hides(self, row: Row) -> bool:
        is_for_people = self.operation.actor.kind is not ActorKind.PUBLIC
        return is_for_people and not sees(self.person, row, self.world)

    def _is_shut_out(self) -> bool:
        """Whether the person sees no row of what is listed, whoever owns it."""
        if self.operation.actor.kind is ActorKind.PUBLIC:
            return False
        lists = (step for step in self.operation.steps if isinstance(step, ListStep))
        accesses = [self.world.system.entity(step.query.entity).access for step in lists]
        return any(
            access.readers and access.owner is None and self._role not in access.readers
            for access in accesses
        )

    def _listed(self, inputs: Inputs) -> frozenset[str] | None:
        """The rows of the answer; None if it is no list, or if they are not known."""
        step, seen = self.list_step, self._seen()
        if step is None or seen is None:
            return None
        rows = [self.world.by_id[id_] for id_ in seen]
        try:
            return frozenset(row.id for row in rows if self._meets(step, row, inputs))
        except Unsupported:
            return None

    @property
    def list_step(self) -> ListStep | None:
        """The list that the operation answers."""
        returns = self.operation.returns
        if returns is None or not returns.many:
            return None
        return next(step for step in self.operation.steps if isinstance(step, ListStep))

    def _seen(self) -> frozenset[str] | None:
        """The rows of a list that `access` shows to the person, whatever the condition says."""
        if self.list_step is None:
            return None
        rows = self.world.rows[self.list_step.query.entity]
        return frozenset(row.id for row in rows if not self._hides(row))

    def _meets(self, step: ListStep, row: Row, inputs: Inputs) -> bool:
        condition = step.query.condition
        if condition is None:
            return True
        return bool(self._value(condition.root, inputs, {step.query.variable: row}))

    def _rules(self, inputs: Inputs) -> tuple[set[Refusal], set[Refusal]]:
        """The rules that do not hold, and those of which it is not known."""
        broken: set[Refusal] = set()
        unknown: set[Refusal] = set()
        for rule in self.world.system.rules_of(self.operation):
            try:
                if not self._value(rule.holds.root, inputs, {}):
                    broken.add((rule.status, rule.code))
            except Unsupported:
                unknown.add((rule.status, rule.code))
        return broken, unknown

    def _related(self, inputs: Inputs) -> Row | None:
        """The row of the answer, if it is reached through a reference."""
        node = self._returned()
        if node is None or len(_names(node)) < (3 if _names(node)[0] == "input" else 2):
            return None
        return self._row(node, inputs)

    def _leads_on_from_a_step(self) -> bool:
        """Whether a reference leads to the answer that a step may have set."""
        returns = self.operation.returns
        names = () if returns is None else _names(returns.value.root)
        return len(names) > 1 and names[0] not in ("actor", "input")

    def _shown(self, inputs: Inputs) -> str | None:
        node = self._returned()
        row = None if node is None else self._row(node, inputs)
        return None if row is None else row.id

    def _row(self, node: Node, inputs: Inputs) -> Row | None:
        try:
            value = self._value(node, inputs, {})
        except Unsupported:
            return None
        return self.world.by_id.get(value.text) if isinstance(value, Identity) else None

    def _returned(self) -> Node | None:
        """The returned row as a path from the actor or an input; None for one that is new."""
        returns = self.operation.returns
        if returns is None or returns.many:
            return None
        targets = dict(_targets(self.operation))
        node: Node | None = returns.value.root
        while node is not None and _names(node)[:1] not in (("actor",), ("input",)):
            # What a step has changed is the row that it was; further on, references may differ.
            node = targets.get(node.name) if isinstance(node, Variable) else None
        return node

    def _value(
        self,
        node: Node,
        inputs: Inputs,
        more: Mapping[str, Row],
    ) -> Value:
        now = datetime.now(UTC)
        scope: dict[str, Held] = {
            "actor": self.person, "input": inputs, "now": now,
            "today": now.astimezone(ZoneInfo(self.world.system.time_zone)).date(), **more,
        }  # fmt: skip

        def look_up(path: tuple[str, ...], _type: ValueType) -> Value:
            if path[0] not in scope:
                raise Unsupported(f"`{path[0]}` is in the database")
            held = scope[path[0]]
            for name in path[1:]:
                held = self._field(held, name)
            return Identity(held.id) if isinstance(held, Row) else held  # type: ignore[return-value]

        return evaluate(node, look_up)

    def _field(self, held: Held, name: str) -> Held:
        values = held.values if isinstance(held, Row) else held
        if not isinstance(values, Mapping) or (isinstance(held, Row) and name not in values):
            raise Unsupported(f"`{name}` is not known here")
        value = values.get(name)
        return self.world.by_id.get(value, value) if isinstance(value, str) else value


def _targets(operation: Operation) -> Iterator[tuple[str, Node]]:
    for step in all_steps(operation.steps):
        if isinstance(step, ChangeStep) and step.result:
            yield step.result, step.target.root


def _names(node: Node) -> tuple[str, ...]:
    match node:
        case Variable(name):
            return (name,)
        case Select(operand, name):
            return (*_names(operand), name)
        case _:
            return ()
