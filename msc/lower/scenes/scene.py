"""An operation -> rows and inputs with which it succeeds, or is rejected for one reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import assert_never

from msc.core.record import Record, replace
from msc.expr.evaluate import Identity, Path, Value, evaluate
from msc.expr.target import Unsupported, path_of
from msc.expr.witness import Condition, variations, witness
from msc.ir.behaviour import ActorKind, Operation, Rule
from msc.ir.entities import Entity
from msc.ir.expressions import (
    Call,
    Comprehension,
    Constant,
    ListLiteral,
    Node,
    Select,
    ValueType,
    Variable,
)
from msc.ir.fields import Field, ReferenceType
from msc.ir.steps import NotifyStep
from msc.ir.system import System
from msc.ir.walk import all_steps
from msc.lower.scenes.messages import addresses
from msc.lower.scenes.paths import (
    entity_of,
    loops,
    row_paths,
    signed_in,
    transitions,
)
from msc.lower.scenes.rows import SceneRow, ordinary_row, row_choices
from msc.lower.shapes.samples import accepts, choices, held, sample_value
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW
from msc.spelling.code import row_constant, rule_constant

type Demands = Mapping[Path, Sequence[Value]]


class Scene(Record):
    """Stored rows and an input."""

    rows: tuple[SceneRow, ...]
    inputs: Mapping[str, Value]

    def row(self, path: Path) -> SceneRow | None:
        """The row at a place, if there is one."""
        return next((row for row in self.rows if row.path == path), None)

    def look_up(self, path: Path, _: ValueType) -> Value:
        """The value at a place; raises Unsupported if there is none."""
        fixed = {("now",): NOW, ("today",): TODAY}
        if path in fixed:
            return fixed[path]
        row, holder = self.row(path), self.row(path[:-1])
        if row is not None:
            return row.identity if holder is None else holder.value(path[-1])
        if path[0] == "input" and path[1] in self.inputs and len(path) == 2:
            return self.inputs[path[1]]
        if holder is None:
            raise Unsupported(f"nothing is at {'.'.join(path)}")
        return holder.value(path[-1])

    def is_there(self, path: Path) -> bool:
        """Whether all rows on the path to a row exist."""
        steps = (path[:end] for end in range(2, len(path) + 1))
        holders = ((self.row(step[:-1]), step[-1]) for step in steps)
        return all(row is None or row.value(name) is not None for row, name in holders)


class Stage(Record, dict=True):
    """The places of one operation, and the possible values of each."""

    system: System
    operation: Operation

    @cached_property
    def places(self) -> Mapping[Path, SceneRow]:
        """The row at every path that the operation reads, as ordinary as possible."""
        taken = frozenset(map(rule_constant, self.operation.rules))
        return {
            path: ordinary_row(
                path, entity_of(path, self.operation, self.system), _constant(path, taken)
            )
            for path in row_paths(self.operation, self.system)
        }

    def success(self) -> Scene | None:
        """All requirements of the operation are met."""
        return self._first(self._admitted(), [Condition(rule) for rule in self._plain_rules()])

    def refusal(self, rule: Rule, near: Scene) -> Scene | None:
        """All earlier rules hold and this one fails, with as few differences as possible."""
        rules = [rule for rule in self.system.rules_of(self.operation) if not rule.stored]
        earlier = rules[: rules.index(rule)]
        conditions = [*(Condition(rule_.holds.root) for rule_ in earlier),
                      Condition(rule.holds.root, holds=False)]  # fmt: skip
        return self._first(self._admitted(), conditions, near)

    def every_refusal(self, near: Scene) -> Scene | None:
        """Every rule that needs no stored rows fails."""
        conditions = [Condition(rule, holds=False) for rule in self._plain_rules()]
        return self._first(self._admitted(), conditions, near)

    def hidden(self, path: Path, near: Scene) -> Scene | None:
        """The row at `path` belongs to somebody else, and the actor's role cannot see it."""
        access = self.places[path].entity.access
        if not is_guarded(self.places[path]):
            return None
        blind = tuple(role for role in self.roles if role not in access.readers)
        if not blind:
            return None
        demands: dict[Path, Sequence[Value]] = {self._role_path(): blind}
        if access.owner not in (None, "id"):
            row = self.places[path]
            owner = row.entity.field_named(str(access.owner))
            demands[*path, owner.name] = row_choices(row.constant, owner)[-1:]
        return self._first(iter([demands]), [], near)

    def wrong_state(self, near: Scene) -> tuple[tuple[SceneRow, str], ...]:
        """For each transition's row: the states from which it is illegal, with all rules met."""
        illegal: list[tuple[SceneRow, str]] = []
        for step in transitions(self.operation):
            machine = self.system.entity(step.entity).states
            path = path_of(step.target.root) or ()
            assert machine is not None
            legal = self._sources(step.transition, step.entity)
            states = row_choices("", self.system.entity(step.entity).field_named(machine.field))
            for word in sorted(str(state) for state in states if state not in legal):
                demands = [
                    {**demand, (*path, machine.field): (word,)} for demand in self._admitted()
                ]
                conditions = [Condition(rule) for rule in self._plain_rules()]
                scene = self._first(iter(demands), conditions, near)
                row = scene.row(path) if scene else None
                if row is not None:
                    illegal.append((row, word))
        return tuple(illegal)

    def table(self, rule: Rule) -> tuple[Scene, tuple[tuple[Scene, bool], ...]] | None:
        """A scene in which the rule holds, and variations of it with the rule's outcome."""
        node = rule.holds.root
        choose = self._choices({}, None)
        base = witness([Condition(node)], choose, self._accepts)
        if base is None:
            return None
        scene = self._built(base, {}, None)
        beside = (self._built(variation, {}, scene)
                  for variation in variations(node, base, choose, self._accepts))  # fmt: skip
        return scene, tuple((variant, bool(evaluate(node, variant.look_up))) for variant in beside)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may run the operation."""
        if self.operation.actor.kind is ActorKind.ROLES:
            return self.operation.actor.roles
        return tuple(role.name for role in self.system.roles)

    def _plain_rules(self) -> list[Node]:
        rules = self.system.rules_of(self.operation)
        return [rule.holds.root for rule in rules if not rule.stored]

    def _admitted(self) -> Iterator[Demands]:
        """The ways in which the actor may run the operation and see its rows."""
        common = {**self._states(), **self._addresses()}
        if not signed_in(self.operation):
            yield common
            return
        guarded = [place for place in self.places.values() if is_guarded(place)]
        owners: dict[Path, Sequence[Value]] = {
            (*holder.path, holder.entity.access.owner): (Identity("ACTOR.id"),)
            for holder in guarded
            if holder.entity.access.owner not in (None, "id")
        }
        if len(owners) == len(guarded):
            yield {**common, **owners, self._role_path(): self.roles}
        seeing = [role for role in self.roles
                  if all(role in holder.entity.access.readers for holder in guarded)]  # fmt: skip
        if seeing:
            yield {**common, self._role_path(): tuple(seeing)}

    def _states(self) -> dict[Path, Sequence[Value]]:
        demands_: dict[Path, Sequence[Value]] = {}
        for step in transitions(self.operation):
            machine = self.system.entity(step.entity).states
            assert machine is not None
            path = path_of(step.target.root) or ()
            demands_.setdefault((*path, machine.field), self._sources(step.transition, step.entity))
        return demands_

    def _sources(self, transition: str, entity: str) -> tuple[str, ...]:
        machine = self.system.entity(entity).states
        assert machine is not None
        return next(
            transition_.sources
            for transition_ in machine.transitions
            if transition_.name == transition
        )

    def _addresses(self) -> dict[Path, Sequence[Value]]:
        return {
            (*(path_of(step.recipient.root) or ()), field.name): (value,)
            for step in all_steps(self.operation.steps)
            if isinstance(step, NotifyStep)
            for field, value in addresses(self.system.notification(step.notification), self.system)
        }

    def _role_path(self) -> Path:
        assert self.system.authentication is not None
        return ("actor", self.system.authentication.role)

    def _first(
        self, ways: Iterator[Demands], conditions: Sequence[Condition], near: Scene | None = None
    ) -> Scene | None:
        needed = [*conditions, *self._selected()]
        for demands in ways:
            values = witness(needed, self._choices(demands, near), self._accepts)
            if values is not None:
                return self._built(values, demands, near)
        return None

    def _selected(self) -> Iterator[Condition]:
        """The rows of loops match their queries."""
        for loop in loops(self.operation.steps):
            if loop.query.condition is not None:
                node = loop.query.condition.root
                yield Condition(_renamed(node, loop.query.variable, loop.variable))

    def _choices(
        self, demands: Demands, near: Scene | None
    ) -> Callable[[Path, ValueType], Sequence[Value]]:
        def choose(path: Path, type_: ValueType) -> Sequence[Value]:
            if path in demands:
                return demands[path]
            row_ = self._possible(path)
            if near is None:
                return row_
            try:
                return (near.look_up(path, type_), *row_)
            except Unsupported:
                return row_

        return choose

    def _possible(self, path: Path) -> Sequence[Value]:
        fixed = {("now",): NOW, ("today",): TODAY}
        if path in fixed:
            return (fixed[path],)
        field = self._field(path)
        if path in self.places:
            identity = self.places[path].identity
            optional = field is not None and field.optional and path[:-1] in self.places
            return (identity, None) if optional else (identity,)
        if field is None:
            return (NOW,)
        holder = self.places.get(path[:-1])
        if holder is None:
            return choices(field)
        possible = row_choices(holder.constant, field)
        if not isinstance(field.type, ReferenceType):
            return possible
        entity = field.type.entity
        others = (place.identity for place in self.places.values() if place.entity.name == entity)
        return (*possible, *others)

    def _accepts(self, path: Path, value: Value) -> bool:
        field = self._field(path)
        return field is not None and accepts(field, value)

    def _field(self, path: Path) -> Field | None:
        if path[0] == "input" and len(path) == 2:
            field_ = (
                input_.field for input_ in self.operation.inputs if input_.field.name == path[1]
            )
            return next(field_, None)
        holder = self.places.get(path[:-1])
        return _field_named(holder.entity, path[-1]) if holder else None

    def _built(self, values: Mapping[Path, Value], demands: Demands, near: Scene | None) -> Scene:
        rows = dict(self.places) if near is None else {row.path: row for row in near.rows}
        inputs = dict(near.inputs) if near else {
            input_.field.name: sample_value(input_.field.type)
            for input_ in self.operation.inputs if not input_.entity
        }  # fmt: skip
        chosen = {**{path: values[0] for path, values in demands.items()}, **values}
        for path, row in rows.items():
            if path[:-1] in rows and near is None:
                chosen.setdefault(path, row.identity)
        for path, value in chosen.items():
            field = self._field(path)
            if field is not None and path[:-1] in rows:
                rows[path[:-1]] = rows[path[:-1]].but({path[-1]: held(field.type, value)})
            elif field is not None and path not in rows:
                inputs[path[1]] = held(field.type, value)
        return Scene(tuple(rows.values()), inputs)


def is_guarded(row: SceneRow) -> bool:
    """Whether the operation hides the row from people without access to it."""
    access = row.entity.access
    named = row.path[0] == "input" and len(row.path) == 2
    return named and (access.owner is not None or bool(access.readers))


def _constant(path: Path, taken: frozenset[str]) -> str:
    name = "_".join(path[1:] if path[0] == "input" else path).upper()
    return name if path == ("actor",) else row_constant(name, taken)


def _field_named(entity: Entity, name: str) -> Field | None:
    return next((field for field in entity.fields if field.name == name), None)


def _renamed(node: Node, old: str, new: str) -> Node:
    match node:
        case Variable(name):
            return replace(node, name=new) if name == old else node
        case Select(operand):
            return replace(node, operand=_renamed(operand, old, new))
        case Call(_, arguments):
            return replace(
                node, arguments=tuple(_renamed(argument, old, new) for argument in arguments)
            )
        case ListLiteral(items):
            return replace(node, items=tuple(_renamed(item, old, new) for item in items))
        case Comprehension(_, source, variable, body):
            inner = body if variable == old else _renamed(body, old, new)
            return replace(node, range=_renamed(source, old, new), body=inner)
        case Constant():
            return node
        case _:
            assert_never(node)
