"""`for_each`: runs steps for every row of a query."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from msc.core.record import Record
from msc.expr.target import Unsupported
from msc.ir.expressions import Node
from msc.ir.steps import ForEachStep, Query
from msc.ir.walk import in_pages
from msc.lower.operations.body import Body
from msc.lower.operations.matching import in_doubt, may_be_deleted
from msc.lower.operations.selecting import selected
from msc.lower.pycode import literal
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
            walk = _page if in_pages(body.operation) else _all
            rows = walk(body, step.query, method, arguments)
            body.outside = frozenset(map(body.origin_of, body.names.values()))
            variable = body.bind(step.variable, step.variable)
            body.emit(f"{rows.keyword} {variable} in {rows.text}:")
        body.aliases.enter(step)
        body.aliases.hold(variable, step.query.entity)
        head = len(body.lines)
        with body.block(), _matching(body, step, variable):
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


@contextmanager
def _matching(body: Body, step: ForEachStep, variable: str) -> Iterator[None]:
    """Leaves out rows that the unit of work has deleted, or that do not match any more."""
    if may_be_deleted(step, body.operation):
        body.asks_deletes = True
        body.emit(f"if unit.deletes({literal(step.query.entity)}, {variable}.id):")
        with body.block():
            body.emit("continue")
    doubt = in_doubt(step, body.operation, body.system)
    if doubt is None or variable not in body.aliases.behind:
        yield
        return
    outside = dict(body.names)
    with body.up_to_date():
        body.names[step.query.variable] = variable
        body.emit(f"if {_tested(body, doubt)}:")
    body.names = outside
    with body.block():
        yield


def _tested(body: Body, doubt: Node) -> str:
    try:
        return body.text(doubt)
    except Unsupported as reason:
        raise Unsupported(
            "the loop selects rows by what the operation changes before, so its condition is asked "
            f"again here: {reason}; or put the loop into an operation of its own"
        ) from reason


class Rows(Record):
    """What a loop goes over, and the word that begins it."""

    keyword: str
    text: str


def _all(body: Body, query: Query, method: str, arguments: list[str]) -> Rows:
    name = "every_row" if query.condition is None else f"every_{method}"
    return Rows("async for", f"{body.method(query.entity, name)}({', '.join(arguments)})")


def _page(body: Body, query: Query, method: str, arguments: list[str]) -> Rows:
    """One page; the operation comes back for the rows behind it."""
    page = body.variables.mark("page")
    placed = ", ".join([*arguments, "limit=ROWS", "cursor=caller.cursor"])
    body.imports.add("src.application.pages", "ROWS")
    body.emit(f"{page} = await {body.method(query.entity, method)}({placed})")
    body.cursor = f"{page}.next_cursor"
    return Rows("for", f"{page}.items")


ROW = ForEachRow()
