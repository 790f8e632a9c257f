"""Operations that their own rules, actors and transitions make impossible.

Only contradictions that are certain are reported: enum values, booleans and constants that no row,
account or request can have at the same time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from msc.analyze.context import Context
from msc.core.catalogue import flow
from msc.core.record import Record, replace
from msc.expr.evaluate import evaluate
from msc.expr.target import Unsupported, children, path_of
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.expressions import (
    Call,
    Constant,
    EnumValue,
    ListLiteral,
    Node,
    ScalarKind,
    ScalarValue,
    ValueType,
    Variable,
)
from msc.ir.steps import CreateStep, ForEachStep, ListStep, TransitionStep
from msc.ir.system import System

type Path = tuple[str, ...]
TRUTH = frozenset({"true", "false"})


class _Demand(Record):
    """The values that a place must have one of, and the source of the requirement."""

    path: Path
    words: frozenset[str]
    source: str


@dataclass(slots=True)
class _Demands:
    """The requirements of an operation so far; `conflict` is the first contradiction."""

    known: dict[Path, list[_Demand]] = field(default_factory=dict)
    conflict: tuple[_Demand, _Demand] | None = None

    def add(self, demand: _Demand) -> None:
        """Adds a requirement, and records a contradiction with an earlier one."""
        for other in self.known.setdefault(demand.path, []):
            if self.conflict is None and not other.words & demand.words:
                self.conflict = other, demand
        self.known[demand.path].append(demand)

    def rebind(self, name: str) -> None:
        """Drops the requirements on a name that denotes another row from here on."""
        self.known = {path: some for path, some in self.known.items() if path[0] != name}


def check(context: Context, system: System) -> None:
    """Reports every operation that no call can complete."""
    for operation in system.operations:
        reason = _never(operation, system)
        if reason is not None:
            context.report(
                flow.IMPOSSIBLE, ("operations", operation.name), at_key=True, name=operation.name,
                reason=reason[0], suggestion=reason[1],
            )  # fmt: skip
        else:
            _check_roles(context, operation, system)


def _check_roles(context: Context, operation: Operation, system: System) -> None:
    """Reports every role in `actor` for which the operation can never succeed."""
    for number, role in enumerate(operation.actor.roles):
        actor = replace(operation.actor, roles=(role,))
        reason = _never(replace(operation, actor=actor), system)
        if reason is not None:
            context.report(
                flow.IDLE_ROLE, ("operations", operation.name, "actor", number),
                name=operation.name, role=role, reason=reason[0], suggestion=reason[1],
            )  # fmt: skip


def _never(operation: Operation, system: System) -> tuple[str, str] | None:
    for rule in system.rules_of(operation):
        if _is_false(rule.holds.root):
            return f"`{rule.name}` is false whatever is sent", "correct the rule, or remove it"
    return _unseen(operation, system) or _contradiction(operation, system)


def _unseen(operation: Operation, system: System) -> tuple[str, str] | None:
    """An input or a list whose rows none of the roles can see."""
    if operation.actor.kind is not ActorKind.ROLES:
        return None
    for what, name in _seen(operation):
        access = system.entity(name).access
        if access.owner is None and access.readers and not set(access.readers) & set(
            operation.actor.roles
        ):  # fmt: skip
            readers = ", ".join(access.readers)
            return (
                f"{what} that only {readers} may see",
                f"add {', '.join(operation.actor.roles)} to `entities.{name}.access.read`",
            )
    return None


def _seen(operation: Operation) -> Iterator[tuple[str, str]]:
    """What people must see to run the operation, and its entity."""
    for input_ in operation.inputs:
        if input_.entity is not None and not input_.field.optional:
            yield f"`{input_.field.name}` is a row", input_.entity
    for step in operation.steps:
        if isinstance(step, ListStep):
            yield "it lists rows", step.query.entity


def _contradiction(operation: Operation, system: System) -> tuple[str, str] | None:
    demands = _Demands()
    for demand in _of_actor(operation, system):
        demands.add(demand)
    for rule in system.rules_of(operation):
        for demand in _demanded(rule.holds.root, f"the rule `{rule.name}`"):
            demands.add(demand)
    _follow_steps(operation, system, demands)
    if demands.conflict is None:
        return None
    one, other = demands.conflict
    return (
        f"{one.source} wants `{'.'.join(one.path)}` to be {_listed(one.words)}, and {other.source} "
        f"wants {_listed(other.words)}",
        "change one of the two",
    )


def _listed(words: frozenset[str]) -> str:
    return " or ".join(f"`{word}`" for word in sorted(words))


def _of_actor(operation: Operation, system: System) -> Iterator[_Demand]:
    if operation.actor.kind is ActorKind.ROLES and system.authentication is not None:
        path = ("actor", system.authentication.role)
        yield _Demand(path, frozenset(operation.actor.roles), "its `actor`")


def _follow_steps(operation: Operation, system: System, demands: _Demands) -> None:
    """Tracks the states of rows from step to step; the effect of a loop depends on its rows."""
    for step in operation.steps:
        if isinstance(step, ForEachStep):
            _follow_loop(step, system, demands)
        elif isinstance(step, CreateStep):
            states = system.entity(step.entity).states
            if states is not None:
                start = str(system.entity(step.entity).field_named(states.field).default)
                _arrive(demands, step.result, states.field, start, f"`create: {step.entity}`")
        elif isinstance(step, TransitionStep):
            _move(system.entity(step.entity), step, demands)


def _follow_loop(loop: ForEachStep, system: System, demands: _Demands) -> None:
    """Compares the rows that a loop selects with the transitions that it then makes of them."""
    turn = _Demands()
    if loop.query.condition is not None:
        for demand in _demanded(loop.query.condition.root, f"`for_each: {loop.query.entity}`"):
            if demand.path[0] == loop.query.variable:
                turn.add(replace(demand, path=(loop.variable, *demand.path[1:])))
    for step in loop.steps:
        if isinstance(step, TransitionStep):
            _move(system.entity(step.entity), step, turn)
        elif isinstance(step, ForEachStep):
            _follow_loop(step, system, turn)
    demands.conflict = demands.conflict or turn.conflict


def _move(entity: Entity, step: TransitionStep, demands: _Demands) -> None:
    path = path_of(step.target.root)
    assert entity.states is not None
    transition = next(
        transition for transition in entity.states.transitions if transition.name == step.transition
    )
    source = f"the transition `{transition.name}`"
    if path is not None:
        where = (*path, entity.states.field)
        demands.add(_Demand(where, frozenset(transition.sources), source))
    _arrive(demands, step.result, entity.states.field, transition.target, source)


def _arrive(demands: _Demands, result: str, state_field: str, state: str, source: str) -> None:
    if result:
        demands.rebind(result)
        demands.add(_Demand((result, state_field), frozenset({state}), source))


def _demanded(node: Node, source: str) -> Iterator[_Demand]:
    """The requirements that a true condition implies."""
    if isinstance(node, Call) and node.function == "&&":
        for argument in node.arguments:
            yield from _demanded(argument, source)
        return
    words = _words(node)
    if words is not None:
        yield _Demand(*words, source)


def _words(node: Node) -> tuple[Path, frozenset[str]] | None:
    """The place that a condition tests, and the values for which it holds."""
    match node:
        case Call("||", arguments):
            return _joined([_words(argument) for argument in arguments])
        case Call("!", (inner,)):
            return _others(inner)
        case Call("==" | "!=" as function, (left, right)):
            compared = _compared(left, right) or _compared(right, left)
            if compared is None or function == "==":
                return compared
            return _complement(left if path_of(left) == compared[0] else right, compared)
        case Call("in", (item, ListLiteral(items))):
            return _joined([_compared(item, listed) for listed in items])
        case _ if node.type == ScalarValue(ScalarKind.BOOL) and (path := path_of(node)):
            return path, frozenset({"true"})
    return None


def _joined(
    parts: list[tuple[Path, frozenset[str]] | None],
) -> tuple[Path, frozenset[str]] | None:
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or len({path for path, _ in known}) > 1:
        return None
    return known[0][0], frozenset().union(*(words for _, words in known))


def _others(inner: Node) -> tuple[Path, frozenset[str]] | None:
    path = path_of(inner)
    if path is not None and inner.type == ScalarValue(ScalarKind.BOOL):
        return path, frozenset({"false"})
    match inner:
        case Call("in", (item, ListLiteral())) | Call("==", (item, Constant())):
            words = _words(inner)
            return None if words is None else _complement(item, words)
    return None


def _compared(value: Node, constant: Node) -> tuple[Path, frozenset[str]] | None:
    path = path_of(value)
    if path is None or not isinstance(constant, Constant):
        return None
    match value.type, constant.value:
        case EnumValue(), str(word):
            return path, frozenset({word})
        case ScalarValue(ScalarKind.BOOL), bool(truth):
            return path, frozenset({"true" if truth else "false"})
    return None


def _complement(
    value: Node, words_of_path: tuple[Path, frozenset[str]]
) -> tuple[Path, frozenset[str]] | None:
    path, words = words_of_path
    match value.type:
        # Of what may be null, null is one more value that differs from a word.
        case EnumValue(_, values, False):
            return path, frozenset(values) - words
        case ScalarValue(ScalarKind.BOOL, False):
            return path, TRUTH - words
    return None


def _is_false(node: Node) -> bool:
    """Whether the condition is constant and false."""
    if any(isinstance(part, Variable) for part in _nodes(node)):
        return False
    try:
        return evaluate(node, _nothing) is False
    except Unsupported:
        return False


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _nothing(_: Path, __: ValueType) -> None:
    raise Unsupported("nothing is read here")
