"""All steps of an operation, those inside loops included."""

from collections.abc import Iterator

from msc.ir.behaviour import (
    CreateStep,
    DeleteStep,
    ForEachStep,
    NotifyStep,
    Operation,
    PublishStep,
    Step,
    TransitionStep,
    UpdateStep,
)

COMMITTED = (CreateStep, UpdateStep, TransitionStep, DeleteStep, PublishStep, NotifyStep)


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step, in the order in which it is written."""
    for step in steps:
        yield step
        if isinstance(step, ForEachStep):
            yield from all_steps(step.steps)


def commits(operation: Operation) -> bool:
    """Whether the operation leaves anything to commit."""
    changes = any(isinstance(each, COMMITTED) for each in all_steps(operation.steps))
    return changes or operation.audit is not None
