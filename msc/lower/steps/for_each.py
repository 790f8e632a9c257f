"""`for_each`: runs steps for every row of a query."""

import re

from msc.ir.steps import ForEachStep
from msc.lower.operations.body import Body
from msc.lower.operations.selecting import selected
from msc.lower.scenes.outcome import Outcome
from msc.lower.steps import compile_step, rehearse_step
from msc.lower.steps.row import StepRow


class ForEachRow(StepRow[ForEachStep]):
    """A scene has one row per loop."""

    def compile(self, body: Body, step: ForEachStep) -> None:
        before, outside = dict(body.names), body.outside
        loops, behind = body.aliases.loops, set(body.aliases.behind)
        with body.up_to_date():
            method, arguments = selected(body, step.query)
            name = "every_row" if step.query.condition is None else f"every_{method}"
            call = f"{body.method(step.query.entity, name)}({', '.join(arguments)})"
            body.outside = frozenset(map(body.origin_of, body.names.values()))
            variable = body.bind(step.variable, step.variable)
            body.emit(f"async for {variable} in {call}:")
        body.aliases.enter(step)
        body.aliases.hold(variable, step.query.entity)
        head = len(body.lines)
        with body.block():
            for inner in step.steps:
                compile_step(body, inner)
        if not any(re.search(rf"\b{variable}\b", line) for line in body.lines[head:]):
            body.lines[head - 1] = body.lines[head - 1].replace(f"for {variable} in", "for _ in", 1)
        body.names, body.outside = before, outside
        body.aliases.leave(step, loops, behind)

    def rehearse(self, outcome: Outcome, step: ForEachStep) -> None:
        lasting = list(outcome.lasting)
        for inner in step.steps:
            rehearse_step(outcome, inner)
        # A row that a loop writes need not exist behind the loop.
        outcome.lasting = lasting


ROW = ForEachRow()
