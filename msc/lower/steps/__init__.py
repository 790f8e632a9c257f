"""Steps as statements, and what they leave in a rehearsal: one module per verb.

A module holds `ROW`; nothing else lists the verbs, so a new one is written here and nowhere beside.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.ir.steps import BaseStep, Step, verb_of
from msc.lower.operations.body import Body
from msc.lower.scenes.outcome import Outcome
from msc.lower.steps.row import StepRow


def compile_step(body: Body, step: Step) -> None:
    """Adds the statements of the step, on rows that are up to date."""
    # A loop sees to its own statements, each in its turn.
    if step.inside:
        row(type(step)).compile(body, step)
        return
    with body.up_to_date():
        row(type(step)).compile(body, step)


def rehearse_step(outcome: Outcome, step: Step) -> None:
    """Adds what the step leaves."""
    row(type(step)).rehearse(outcome, step)


@cache
def row(kind: type[BaseStep]) -> StepRow[Any]:
    """What is known of the kind of step."""
    step_row: StepRow[Any] = import_module(f"{__name__}.{verb_of(kind)}").ROW
    return step_row
