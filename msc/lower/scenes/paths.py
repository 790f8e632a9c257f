"""The rows that an operation reads, by the paths in its expressions."""

from collections.abc import Iterator

from msc.expr.evaluate import Path
from msc.expr.target import loaded_paths, path_of
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.fields import ReferenceType
from msc.ir.sight import is_known_before_steps, restricted_result
from msc.ir.steps import ChangeStep, CreateStep, ForEachStep, NotifyStep, Step, TransitionStep
from msc.ir.system import System
from msc.ir.walk import all_steps
from msc.lower.operations.matching import in_doubt


def row_paths(operation: Operation, system: System) -> tuple[Path, ...]:
    """The actor, the row inputs, the rows behind them, those of loops, and those behind these."""
    paths: list[Path] = [("actor",)] if signed_in(operation) else []
    paths += [("input", input_.field.name) for input_ in operation.inputs if input_.entity]
    read = {path for paths_ in _expressions(operation, system) for path in paths_}
    begun = {path for path in read if path[0] in ("actor", "input")}
    paths += _ordered(_rows_on(begun) - set(paths) - _plain(operation))
    variables = [loop.variable for loop in loops(operation.steps)]
    paths += [(variable,) for variable in variables]
    firsts = dict(same_selections(operation.steps))
    if reuses_names(operation.steps):
        return tuple(paths)
    turned = {path for path in read if path[0] in variables}
    # What is behind the row of a loop is behind that of the first loop with the same rows.
    turned |= {(firsts[path[0]], *path[1:]) for path in turned if path[0] in firsts}
    return (*paths, *_ordered(_rows_on(turned)))


def _rows_on(paths: set[Path]) -> set[Path]:
    """The rows that paths lead through, up to their ends."""
    return {path[:end] for path in paths for end in range(2, len(path) + 1)}


def _ordered(paths: set[Path]) -> list[Path]:
    """The paths, each after those that lead to it."""
    return sorted(paths, key=lambda path: (len(path), path))


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
        first = earlier.setdefault(_selection(loop), loop.variable)
        if first != loop.variable:
            yield loop.variable, first


def reuses_names(steps: tuple[Step, ...]) -> bool:
    """Whether the name of a loop's row also stands for another row, so that no scene has both."""
    selections: dict[str, tuple[str, str]] = {}
    results = set[str]()
    for step in all_steps(steps):
        if isinstance(step, ForEachStep):
            selection = _selection(step)
            if (
                step.variable in results
                or selections.setdefault(step.variable, selection) != selection
            ):
                return True
        elif isinstance(step, CreateStep | ChangeStep):
            results.add(step.result)
    return False


def _selection(loop: ForEachStep) -> tuple[str, str]:
    """The rows that a loop goes over: all of an entity, or those of a named query."""
    return loop.query.entity, "" if loop.query.condition is None else loop.query.name


def transitions(operation: Operation) -> tuple[TransitionStep, ...]:
    """The transitions of rows that are loaded at the start."""
    return tuple(
        step for step in operation.steps
        if isinstance(step, TransitionStep) and (path_of(step.target.root) or ("",))[0] == "input"
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
    """The rows that each expression reads here; what it selects is read in the data service."""
    for name in operation.rules:
        yield set(loaded_paths(system.rule(name).holds.root))
    for step in all_steps(operation.steps):
        selected = {query.variable for query in step.queries}
        for expression in step.expressions:
            yield {path for path in loaded_paths(expression.root) if path[0] not in selected}
        if isinstance(step, ForEachStep):
            yield set(_asked_again(step, operation, system))
        if isinstance(step, NotifyStep):
            yield {path for path in [path_of(step.recipient.root)] if path}
    if operation.returns is not None:
        yield set(loaded_paths(operation.returns.value.root))
        if not operation.returns.many:
            yield {path for path in [path_of(operation.returns.value.root)] if path}


def _asked_again(loop: ForEachStep, operation: Operation, system: System) -> Iterator[Path]:
    """The rows behind that of a loop whose condition is looked at again before its turn."""
    doubt = in_doubt(loop, operation, system)
    for path in loaded_paths(doubt) if doubt is not None else ():
        yield (loop.variable, *path[1:]) if path[0] == loop.query.variable else path
