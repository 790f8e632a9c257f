"""`list`: reads one page of rows."""

from msc.analyze.columns import Columns
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.core.catalogue import architecture
from msc.ir.expressions import ListValue, RowValue
from msc.ir.steps import ListStep
from msc.model.places import Path
from msc.model.steps import ListStepSpec


class ListRow(StepRow[ListStepSpec]):
    """Registers the page as a result; filters and sort keys must be visible fields."""

    def resolve(self, walk: Walk, spec: ListStepSpec, path: Path) -> ListStep | None:
        where = (*path, "list")
        query = walk.query(spec.list, where)
        if walk.depth:
            walk.context.report(
                architecture.NOT_YET, where, at_key=True, what="`list` inside `for_each`",
                suggestion="use a second `for_each`",
            )  # fmt: skip
        if query is None:
            return None
        entity = walk.nouns.entities[query.entity]
        shown = [field.name for field in entity.fields if not field.hidden]
        columns = Columns(walk.context, entity, path)
        columns.check("filters", spec.filters, [*shown, "created_at"])
        orders = tuple(order.removeprefix("-") for order in spec.sort)
        columns.check("sort", orders, [*shown, "created_at", "updated_at"])
        result = walk.result(spec.result, ListValue(RowValue(entity.name)), path)
        return ListStep(query, result, spec.filters, spec.sort or ("created_at",))


ROW = ListRow()
