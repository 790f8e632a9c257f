"""The steps of an operation, in a scope that grows with each result: one module per verb.

Each module defines `ROW`; no other file lists the verbs, so a new verb is a new module.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.ir.steps import CreateStep, Step, TransitionStep, UpdateStep
from msc.model.places import Path
from msc.model.steps import STEPS, StepSpec


def resolve(walk: Walk, specs: tuple[StepSpec, ...], path: Path) -> tuple[Step, ...]:
    """The resolved steps; invalid ones are reported and left out.

    Steps after an unknown result are skipped, because they would only repeat its mistake.
    """
    steps: list[Step] = []
    for index, spec in enumerate(specs):
        step = row(type(spec)).resolve(walk, spec, (*path, index))
        if step is not None:
            steps.append(step)
            _note_unnamed(walk, spec, step)
        elif getattr(spec, "result", None) is not None:
            walk.lost = True
            break
    return tuple(steps)


def _note_unnamed(walk: Walk, spec: StepSpec, step: Step) -> None:
    if isinstance(step, CreateStep | UpdateStep | TransitionStep) and not step.result:
        verb = _verb(type(spec))
        walk.unnamed(verb, getattr(spec, verb), step.entity)


def _verb(kind: type[StepSpec]) -> str:
    return next(verb for verb, spec in STEPS.items() if spec is kind)


@cache
def row(kind: type[StepSpec]) -> StepRow[Any]:
    """The row of a step's verb."""
    verb = _verb(kind)
    step_row: StepRow[Any] = import_module(f"{__name__}.{verb}").ROW
    return step_row
