"""States and transitions that no row can reach, and entities that never have rows."""

from collections.abc import Iterable, Iterator

from msc.analyze.context import Context
from msc.core.catalogue import flow
from msc.ir.behaviour import ActorKind
from msc.ir.entities import Entity, StateMachine, Store, Transition
from msc.ir.fields import EnumType
from msc.ir.steps import CreateStep, TransitionStep
from msc.ir.system import System
from msc.ir.walk import all_steps, steps_of

OF_DOCUMENTS = (
    "only the audit writes documents: keep the entity in postgres, or fill the collection by "
    "other means"
)


def check_states(context: Context, system: System) -> None:
    """Reports unreachable states, and operations that start from them."""
    performed = _performed(system)
    for entity in system.entities:
        if entity.states is not None:
            _entity(context, entity, entity.states, performed)


def _performed(system: System) -> dict[tuple[str, str], list[str]]:
    """The operations that run each transition of an entity."""
    entries: dict[tuple[str, str], list[str]] = {}
    for operation in system.operations:
        for step in all_steps(operation.steps):
            if isinstance(step, TransitionStep):
                runs = entries.setdefault((step.entity, step.transition), [])
                runs.append(operation.name)
    return entries


def _entity(
    context: Context, entity: Entity, states: StateMachine,
    performed: dict[tuple[str, str], list[str]],
) -> None:  # fmt: skip
    start = str(entity.field_named(states.field).default)
    run = [
        transition
        for transition in states.transitions
        if (entity.name, transition.name) in performed
    ]
    reached = _reachable(start, run)
    for transition in states.transitions:
        if transition not in run:
            where = ("entities", entity.name, "states", "transitions", transition.name)
            context.report(
                flow.TRANSITION_NOT_RUN,
                where,
                at_key=True,
                entity=entity.name,
                name=transition.name,
            )
    stuck = [transition for transition in run if not reached & set(transition.sources)]
    for transition in stuck:
        for operation in performed[entity.name, transition.name]:
            _impossible(context, entity, transition, start, operation)
    if stuck:
        # Further states and transitions are unreachable for the same reason.
        return
    for state in _unreached(entity, states, start):
        path = ("entities", entity.name, "fields", states.field)
        context.report(
            flow.STATE_NOT_REACHED, path, at_key=True, entity=entity.name, state=state, start=start
        )


def _impossible(
    context: Context, entity: Entity, transition: Transition, start: str, operation: str
) -> None:
    sources = " or ".join(f"`{source}`" for source in transition.sources)
    context.report(
        flow.IMPOSSIBLE, ("operations", operation), at_key=True, name=operation,
        reason=f"`{transition.name}` begins at {sources}, where no {entity.name} ever is; a new "
               f"one is `{start}`",
        suggestion=f"add a transition to {sources}, and an operation that runs it",
    )  # fmt: skip


def _unreached(entity: Entity, states: StateMachine, start: str) -> Iterator[str]:
    """The states that are not the target of any declared transition."""
    type_ = entity.field_named(states.field).type
    assert isinstance(type_, EnumType)
    reached = _reachable(start, states.transitions)
    return (value for value in type_.values if value not in reached)


def _reachable(start: str, transitions: Iterable[Transition]) -> set[str]:
    reached = {start}
    while more := {
        transition.target
        for transition in transitions
        if reached & set(transition.sources) and transition.target not in reached
    }:
        reached |= more
    return reached


def check_written(context: Context, system: System) -> None:
    """Reports entities of which no rows are ever created."""
    created = set(_created_entities(system))
    takers = _asked_for(system)
    for entity in system.entities:
        if entity.name in created:
            continue
        taker = takers.get(entity.name)
        use = f", but `{taker}` requires one" if taker else ""
        path = ("entities", entity.name)
        hint = OF_DOCUMENTS if entity.store is Store.MONGO else None
        context.report(flow.NOT_WRITTEN, path, at_key=True, hint=hint, name=entity.name, use=use)


def _created_entities(system: System) -> Iterator[str]:
    for step in steps_of(system):
        if isinstance(step, CreateStep):
            yield step.entity
    accounts = system.authentication
    if accounts is not None and (accounts.registration or accounts.first_account):
        yield accounts.account
    if system.audit_entity is not None:
        yield system.audit_entity


def _asked_for(system: System) -> dict[str, str]:
    """The entities of which callers must name a row, each with an operation that requires it."""
    return {
        input_.entity: operation.name
        for operation in system.operations
        if operation.actor.kind is not ActorKind.SYSTEM
        for input_ in operation.inputs
        if input_.entity is not None and not input_.field.optional
    }
