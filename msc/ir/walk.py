"""Traversal of an operation's steps, including those inside loops."""

from collections.abc import Iterable, Iterator

from msc.ir.behaviour import Home, Operation
from msc.ir.expressions import Expression
from msc.ir.fields import Field
from msc.ir.steps import ForEachStep, NotifyStep, PublishStep, Step
from msc.ir.system import System


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """All steps, in source order."""
    for step in steps:
        yield step
        yield from all_steps(step.inside)


def steps_of(system: System) -> Iterator[Step]:
    """The steps of all operations."""
    for operation in system.operations:
        yield from all_steps(operation.steps)


def commits(operation: Operation) -> bool:
    """Whether the operation writes anything."""
    return operation.audit is not None or any(step.commits for step in all_steps(operation.steps))


def in_pages(operation: Operation) -> bool:
    """Whether the operation only tells the rows of one loop, and so may commit page by page.

    Nobody waits for it then, and no row depends on what becomes of another one.
    """
    match operation.steps:
        case (ForEachStep() as loop,):
            telling = (isinstance(step, NotifyStep | PublishStep) for step in loop.steps)
            return operation.home is Home.WORKER and all(telling)
    return False


def changed_fields(operation: Operation, system: System) -> dict[str, Field]:
    """The fields of rows that are set to values from the caller, by input name."""
    return {
        name: system.entity(step.written).field_named(name)
        for step in all_steps(operation.steps)
        if step.written is not None
        for name in step.copied
    }


def expressions_of(operation: Operation, system: System) -> Iterator[Expression]:
    """Every expression that the operation evaluates, here or in the data service."""
    yield from (system.rule(name).holds for name in operation.rules)
    for step in all_steps(operation.steps):
        yield from step.expressions
    if operation.returns is not None:
        yield operation.returns.value


def events_of(steps: Iterable[Step]) -> set[str]:
    """The events that the steps publish."""
    return {step.event for step in steps if step.event is not None}


def notifications_of(steps: Iterable[Step]) -> set[str]:
    """The notifications that the steps send."""
    return {step.notification for step in steps if step.notification is not None}
