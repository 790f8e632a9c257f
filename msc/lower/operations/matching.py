"""Rows that a loop selects as they are stored, while the unit of work has changed some of them."""

from collections.abc import Callable, Iterator
from functools import reduce

from msc.core.record import replace
from msc.expr.presence import may_be_missing, proven
from msc.expr.target import children, conjuncts, path_of
from msc.ir.behaviour import Operation
from msc.ir.expressions import Node, Select, Variable
from msc.ir.steps import ChangeStep, DeleteStep, ForEachStep, Step, TransitionStep, UpdateStep
from msc.ir.system import System
from msc.ir.walk import all_steps


def in_doubt(loop: ForEachStep, operation: Operation, system: System) -> Node | None:
    """What of a loop's condition may have ceased to hold before the turn of a row, if anything."""
    query = loop.query
    if query.condition is None:
        return None
    written = {
        field for step in _before(loop, operation) for field in _written(query.entity, step, system)
    }
    whole = query.condition.root
    parts = _with_proofs(whole, lambda part: not written.isdisjoint(_fields(part, query.variable)))
    # Several parts are those of a conjunction.
    return (
        reduce(lambda left, right: replace(whole, arguments=(left, right)), parts)
        if parts
        else None
    )


def _with_proofs(whole: Node, is_doubtful: Callable[[Node], bool]) -> list[Node]:
    """The doubtful parts of a conjunction, and those before which say that these can be read."""
    parts: list[Node] = []
    read = set[str]()
    for part in reversed([*conjuncts(whole)]):
        if is_doubtful(part) or not read.isdisjoint(proven(part, holds=True)):
            parts.insert(0, part)
            read |= set(_paths(part))
    return parts


def _paths(node: Node) -> Iterator[str]:
    """All that an expression names and that may be missing, and the rows on the way there."""
    path = path_of(node) if may_be_missing(node) else None
    if path is not None:
        yield ".".join(path)
    for child in children(node):
        yield from _paths(child)


def may_be_deleted(loop: ForEachStep, operation: Operation) -> bool:
    """Whether the operation may have deleted a row of a loop before its turn."""
    return any(
        isinstance(step, DeleteStep) and step.entity == loop.query.entity
        for step in _before(loop, operation)
    )


def _before(loop: ForEachStep, operation: Operation) -> Iterator[Step]:
    """The steps that may run before the turn of a row; in a loop within a loop that is any."""
    if loop not in operation.steps:
        yield from all_steps(operation.steps)
        return
    yield from all_steps(operation.steps[: operation.steps.index(loop)])
    for step in all_steps(loop.steps):
        # Its own row has had no turn yet.
        if not (
            isinstance(step, ChangeStep | DeleteStep)
            and path_of(step.target.root) == (loop.variable,)
        ):
            yield step


def _written(entity: str, step: Step, system: System) -> Iterator[str]:
    """The fields that a step changes in a row of the entity."""
    match step:
        case UpdateStep() if step.entity == entity:
            yield from (*step.from_input, *(value.field for value in step.values))
        case TransitionStep() if step.entity == entity:
            states = system.entity(entity).states
            yield from () if states is None else (states.field,)
            yield from (value.field for value in step.values)


def _fields(node: Node, variable: str) -> Iterator[str]:
    """The fields of the row that a condition reads."""
    match node:
        case Select(Variable(name), field) if name == variable:
            yield field
    for child in children(node):
        yield from _fields(child, variable)
