"""Operations that their own rules, actors and transitions make impossible.

Only contradictions that are certain are reported: enum values, booleans and constants that no row,
account or request can have at the same time.
"""

from collections.abc import Iterator

from msc.analyze.context import Context
from msc.analyze.demands import Demand, Demands, Path, demanded
from msc.core.catalogue import flow
from msc.core.record import replace
from msc.expr.evaluate import evaluate
from msc.expr.target import Unsupported, children, conjuncts, path_of
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity, Transition
from msc.ir.expressions import Call, Node, ValueType, Variable
from msc.ir.steps import CreateStep, ForEachStep, ListStep, TransitionStep
from msc.ir.system import System


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
    return (
        _unseen(operation, system) or _alone(operation, system) or _contradiction(operation, system)
    )


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


def _alone(operation: Operation, system: System) -> tuple[str, str] | None:
    """An account that people send, and that must not be theirs, where they see no other one."""
    if operation.actor.kind is not ActorKind.ROLES or system.authentication is None:
        return None
    access = system.entity(system.authentication.account).access
    if access.owner != "id" or set(access.readers) & set(operation.actor.roles):
        return None
    own = {
        ("input", input_.field.name)
        for input_ in operation.inputs
        if input_.entity == system.authentication.account and not input_.field.optional
    }
    roles, account = ", ".join(operation.actor.roles), system.authentication.account
    for rule in system.rules_of(operation):
        for path in sorted(own.intersection(_not_actor(rule.holds.root))):
            return (
                f"`{path[1]}` can only be who runs it, and the rule `{rule.name}` wants another",
                f"add {roles} to `entities.{account}.access.read`",
            )
    return None


def _not_actor(condition: Node) -> Iterator[Path]:
    """The rows that must not be the actor's account."""
    for part in conjuncts(condition):
        if isinstance(part, Call) and part.function == "!=":
            paths = [path_of(argument) or () for argument in part.arguments]
            if ("actor",) in paths:
                yield from (path for path in paths if path != ("actor",))


def _seen(operation: Operation) -> Iterator[tuple[str, str]]:
    """What people must see to run the operation, and its entity."""
    for input_ in operation.inputs:
        if input_.entity is not None and not input_.field.optional:
            yield f"`{input_.field.name}` is a row", input_.entity
    for step in operation.steps:
        if isinstance(step, ListStep):
            yield "it lists rows", step.query.entity


def _contradiction(operation: Operation, system: System) -> tuple[str, str] | None:
    demands = Demands()
    for demand in _of_actor(operation, system):
        demands.add(demand)
    for rule in system.rules_of(operation):
        for demand in demanded(rule.holds.root, f"the rule `{rule.name}`"):
            demands.add(demand)
    _follow_steps(operation, system, demands)
    if demands.conflict is None:
        return None
    one, other = demands.conflict
    return f"{one.text}, and {other.source} wants {other.listed}", "change one of the two"


def _of_actor(operation: Operation, system: System) -> Iterator[Demand]:
    if operation.actor.kind is ActorKind.ROLES and system.authentication is not None:
        path = ("actor", system.authentication.role)
        yield Demand(path, frozenset(operation.actor.roles), "its `actor`")


def _follow_steps(operation: Operation, system: System, demands: Demands) -> None:
    """Tracks the states of rows from step to step; the effect of a loop depends on its rows."""
    for step in operation.steps:
        if isinstance(step, ForEachStep):
            _follow_loop(step, system, demands)
            if step.query.condition is None:
                _sweep(step, operation, system, demands)
        elif isinstance(step, CreateStep):
            states = system.entity(step.entity).states
            if states is not None:
                start = str(system.entity(step.entity).field_named(states.field).default)
                _arrive(demands, step.result, states.field, start, f"`create: {step.entity}`")
        elif isinstance(step, TransitionStep):
            _move(system.entity(step.entity), step, demands)


def _follow_loop(loop: ForEachStep, system: System, demands: Demands) -> None:
    """Compares the rows that a loop selects with the transitions that it then makes of them."""
    turn = Demands()
    if loop.query.condition is not None:
        for demand in demanded(loop.query.condition.root, f"`for_each: {loop.query.entity}`"):
            if demand.path[0] == loop.query.variable:
                turn.add(replace(demand, path=(loop.variable, *demand.path[1:])))
    for step in loop.steps:
        if isinstance(step, TransitionStep):
            _move(system.entity(step.entity), step, turn)
        elif isinstance(step, ForEachStep):
            _follow_loop(step, system, turn)
    demands.conflict = demands.conflict or turn.conflict


def _sweep(loop: ForEachStep, operation: Operation, system: System, demands: Demands) -> None:
    """Moves the rows that the operation names and that a loop over all rows also meets."""
    own = [step for step in loop.steps if isinstance(step, TransitionStep)]
    rows = {loop.variable}
    for step in own:
        path = path_of(step.target.root)
        if path is None or len(path) > 1 or path[0] not in rows:
            continue
        rows.add(step.result)
        transition, place = _transition(system.entity(step.entity), step)
        source = f"{_source(step)} of every `{step.entity}`"
        for row in sorted(_stored(operation, step.entity)):
            demands.add(Demand((*row, place), frozenset(transition.sources), source))
            demands.become((*row, place), transition.target, source)


def _stored(operation: Operation, entity: str) -> set[Path]:
    """The input rows of an entity and the rows that steps move; a new row is not stored yet."""
    rows = {
        ("input", input_.field.name)
        for input_ in operation.inputs
        if input_.entity == entity and not input_.field.optional
    }
    created = {step.result for step in operation.steps if isinstance(step, CreateStep)}
    moved = {
        path_of(step.target.root)
        for step in operation.steps
        if isinstance(step, TransitionStep) and step.entity == entity
    }
    return rows | {path for path in moved if path is not None and path[0] not in created}


def _move(entity: Entity, step: TransitionStep, demands: Demands) -> None:
    path = path_of(step.target.root)
    transition, place = _transition(entity, step)
    if path is not None:
        demands.add(Demand((*path, place), frozenset(transition.sources), _source(step)))
        demands.become((*path, place), transition.target, _source(step))
    _arrive(demands, step.result, place, transition.target, _source(step))


def _transition(entity: Entity, step: TransitionStep) -> tuple[Transition, str]:
    """The transition of a step, and the field that holds the state."""
    assert entity.states is not None
    transition = next(
        transition for transition in entity.states.transitions if transition.name == step.transition
    )
    return transition, entity.states.field


def _source(step: TransitionStep) -> str:
    return f"the transition `{step.transition}`"


def _arrive(demands: Demands, result: str, state_field: str, state: str, source: str) -> None:
    if result:
        demands.rebind(result)
        demands.become((result, state_field), state, source)


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
