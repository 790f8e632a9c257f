"""`for_each`: runs steps for every row of a selection."""

from msc.analyze.steps import resolve
from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.ir.expressions import RowValue
from msc.ir.steps import ForEachStep
from msc.model.places import Path
from msc.model.steps import ForEachStepSpec


class ForEachRow(StepRow[ForEachStepSpec]):
    """Resolves the nested steps; their results are not visible after the loop."""

    def resolve(self, walk: Walk, spec: ForEachStepSpec, path: Path) -> ForEachStep | None:
        query = walk.query(spec.for_each, (*path, "for_each"))
        if query is None:
            return None
        before = walk.scope
        walk.result(spec.result, RowValue(query.entity), path)
        walk.depth += 1
        steps = resolve(walk, spec.steps, (*path, "steps"))
        walk.depth -= 1
        walk.scope = before
        return ForEachStep(query, spec.result, steps)


ROW = ForEachRow()
