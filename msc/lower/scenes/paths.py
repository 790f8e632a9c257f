"""The rows that an operation reads, by the paths in its expressions."""

from collections.abc import Iterator

from msc.expr.evaluate import Path
from msc.expr.target import loaded_paths, path_of
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.fields import ReferenceType
from msc.ir.sight import is_known_before_steps, restricted_result
from msc.ir.steps import ForEachStep, NotifyStep, Step, TransitionStep
from msc.ir.system import System
from msc.ir.walk import all_steps, expressions_of


def row_paths(operation: Operation, system: System) -> tuple[Path, ...]:
    """The actor, the row inputs, the rows behind them, and those of loops."""
    paths: list[Path] = [("actor",)] if signed_in(operation) else []
    paths += [("input", input_.field.name) for input_ in operation.inputs if input_.entity]
    deeper = {
        path[:end]
        for expression in _expressions(operation, system)
        for path in expression
        for end in range(2, len(path) + 1)
        if path[0] in ("actor", "input")
    }
    paths += sorted(deeper - set(paths) - _plain(operation), key=lambda path_: (len(path_), path_))
    paths += [(loop.variable,) for loop in loops(operation.steps)]
    return tuple(paths)


def signed_in(operation: Operation) -> bool:
    """Whether the actor is a person."""
    return operation.actor.kind in (ActorKind.SIGNED_IN, ActorKind.ROLES)


def paths_for_sight(operation: Operation, system: System) -> tuple[Path, ...]:
    """The rows to the returned one that is loaded early, to see whether the actor may see it."""
    row = restricted_result(operation, system)
    if row is None or not is_known_before_steps(row):
        return ()
    path = path_of(row.root) or ()
    return tuple(path[:end] for end in range(2, len(path) + 1))


def loops(steps: tuple[Step, ...]) -> Iterator[ForEachStep]:
    """The loops of an operation, outer ones first."""
    for step in steps:
        if isinstance(step, ForEachStep):
            yield step
            yield from loops(step.steps)


def same_selections(steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    """The loops that select what an earlier loop selects, by their variables; then the earlier."""
    earlier: dict[tuple[str, str], str] = {}
    for loop in loops(steps):
        selection = (loop.query.entity, "" if loop.query.condition is None else loop.query.name)
        first = earlier.setdefault(selection, loop.variable)
        if first != loop.variable:
            yield loop.variable, first


def transitions(operation: Operation) -> tuple[TransitionStep, ...]:
    """The transitions of rows that are loaded at the start."""
    return tuple(
        step for step in operation.steps
        if isinstance(step, TransitionStep) and (path_of(step.target.root) or ("",))[0] == "input"
    )  # fmt: skip


def transitions_in_loops(operation: Operation) -> tuple[TransitionStep, ...]:
    """The transitions of the rows of loops."""
    return tuple(
        step for loop in loops(operation.steps) for step in loop.steps
        if isinstance(step, TransitionStep) and path_of(step.target.root) == (loop.variable,)
    )  # fmt: skip


def entity_of(path: Path, operation: Operation, system: System) -> Entity:
    """The entity of the row at a place."""
    if path[0] == "actor":
        assert system.authentication is not None
        entity, rest = system.entity(system.authentication.account), path[1:]
    elif path[0] == "input":
        name = next(input_.entity for input_ in operation.inputs if input_.field.name == path[1])
        assert name is not None
        entity, rest = system.entity(name), path[2:]
    else:
        loop = next(loop for loop in loops(operation.steps) if loop.variable == path[0])
        entity, rest = system.entity(loop.query.entity), path[1:]
    for part in rest:
        type_ = entity.field_named(part).type
        assert isinstance(type_, ReferenceType)
        entity = system.entity(type_.entity)
    return entity


def _plain(operation: Operation) -> set[Path]:
    return {("input", input_.field.name) for input_ in operation.inputs if not input_.entity}


def _expressions(operation: Operation, system: System) -> Iterator[set[Path]]:
    for expression in expressions_of(operation, system):
        yield set(loaded_paths(expression.root))
    for step in all_steps(operation.steps):
        if isinstance(step, NotifyStep):
            yield {path for path in [path_of(step.recipient.root)] if path}
    if operation.returns is not None and not operation.returns.many:
        yield {path for path in [path_of(operation.returns.value.root)] if path}
