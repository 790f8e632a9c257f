"""`list`: reads one page of rows, chosen by the caller."""

from msc.ir.steps import ListStep
from msc.lower.operations.body import Body
from msc.lower.operations.selecting import selected
from msc.lower.operations.sight import visible_page
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.shapes.names import sort_key
from msc.lower.steps.row import StepRow


class ListRow(StepRow[ListStep]):
    """Reads without any effect."""

    def compile(self, body: Body, step: ListStep) -> None:
        method, arguments = selected(body, step.query)
        called = body.method(step.query.entity, method)
        variable = body.bind(step.result, step.result)
        order = sort_key(step.sort[0], body.system.entity(step.query.entity))
        page = f"**{visible_page(body, step)}.arguments({literal(order)})"
        body.emit(f"{variable} = await {called}({', '.join([*arguments, page])})")

    def rehearse(self, outcome: Outcome, step: ListStep) -> None:
        pass


ROW = ListRow()
