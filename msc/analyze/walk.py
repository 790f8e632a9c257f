"""All steps of an operation, those inside loops included."""

from collections.abc import Iterator

from msc.ir.behaviour import ForEachStep, Step


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step, in the order in which it is written."""
    for step in steps:
        yield step
        if isinstance(step, ForEachStep):
            yield from all_steps(step.steps)
