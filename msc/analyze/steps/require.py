"""`require`: rejects the operation unless a rule holds."""

from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.core.catalogue import architecture
from msc.model.places import Path
from msc.model.steps import RequireStepSpec


class RequireRow(StepRow[RequireStepSpec]):
    """Requires the rule before the first step: writes are deferred to the commit."""

    def resolve(self, walk: Walk, spec: RequireStepSpec, path: Path) -> None:
        where = (*path, "require")
        if walk.depth:
            walk.context.report(
                architecture.NOT_YET, where, what="`require` inside `for_each`",
                suggestion="choose the rows by the condition, or require the rule before the loop",
            )  # fmt: skip
        elif walk.rules.require(spec.require, walk.operation, walk.scope, where):
            walk.required.append(spec.require)


ROW = RequireRow()
