"""What the steps of an operation hold, those inside loops included."""

from collections.abc import Iterator

from msc.ir.behaviour import (
    Assignment,
    CreateStep,
    DeleteStep,
    ForEachStep,
    ListStep,
    NotifyStep,
    Operation,
    PublishStep,
    Step,
    TransitionStep,
    UpdateStep,
)
from msc.ir.expressions import Expression
from msc.ir.fields import Field
from msc.ir.system import System

COMMITTED = (CreateStep, UpdateStep, TransitionStep, DeleteStep, PublishStep, NotifyStep)


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step, in the order in which it is written."""
    for step in steps:
        yield step
        if isinstance(step, ForEachStep):
            yield from all_steps(step.steps)


def commits(operation: Operation) -> bool:
    """Whether the operation leaves anything to commit."""
    changes = any(isinstance(step, COMMITTED) for step in all_steps(operation.steps))
    return changes or operation.audit is not None


def changed_fields(operation: Operation, system: System) -> dict[str, Field]:
    """The fields of rows that are set to what the caller sent, by the name of the input."""
    return {
        name: system.entity(step.entity).field_named(name)
        for step in all_steps(operation.steps)
        if isinstance(step, UpdateStep)
        for name in step.from_input
    }


def expressions_of(operation: Operation, system: System) -> Iterator[Expression]:
    """Every expression that the operation evaluates, here or in the data service."""
    yield from (system.rule(name).holds for name in operation.rules)
    for step in all_steps(operation.steps):
        match step:
            case CreateStep(values=values) | PublishStep(values=values):
                yield from _values(values)
            case UpdateStep(target=target, values=values):
                yield target
                yield from _values(values)
            case NotifyStep(recipient, _, values):
                yield recipient
                yield from _values(values)
            case TransitionStep(target=target) | DeleteStep(target=target):
                yield target
            case ListStep(query) | ForEachStep(query):
                yield from (condition for condition in (query.condition,) if condition is not None)
    if operation.returns is not None:
        yield operation.returns.value


def _values(values: tuple[Assignment, ...]) -> Iterator[Expression]:
    return (value.value for value in values)
