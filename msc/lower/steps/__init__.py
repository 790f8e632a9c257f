"""Steps as statements, and their effects in a rehearsal: one module per verb.

Each module defines `ROW`; no other file lists the verbs, so a new verb is a new module.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.expr.target import Unsupported, loaded_paths
from msc.ir.steps import BaseStep, Step, verb_of
from msc.lower.operations.body import Body
from msc.lower.scenes.outcome import Outcome
from msc.lower.steps.row import StepRow


def compile_step(body: Body, step: Step) -> None:
    """Adds the statements of the step, after refreshing stale rows."""
    # A loop sees to its own statements, each in its turn.
    if step.inside:
        row(type(step)).compile(body, step)
        return
    with body.up_to_date():
        row(type(step)).compile(body, step)


def rehearse_step(outcome: Outcome, step: Step) -> None:
    """Adds the effects of the step; raises Unsupported if it reads what the scene lacks."""
    _require_rows(outcome, step)
    row(type(step)).rehearse(outcome, step)


def _require_rows(outcome: Outcome, step: Step) -> None:
    """A row behind the result of a step is loaded, even if nothing comes to depend on it."""
    selected = {query.variable for query in step.queries}
    for expression in step.expressions:
        for path in loaded_paths(expression.root):
            if len(path) > 1 and path[0] in outcome.results.keys() - selected:
                raise Unsupported(f"the row at {'.'.join(path)} is not known before the commit")


@cache
def row(kind: type[BaseStep]) -> StepRow[Any]:
    """The row of a step's verb."""
    step_row: StepRow[Any] = import_module(f"{__name__}.{verb_of(kind)}").ROW
    return step_row
