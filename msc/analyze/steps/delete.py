"""`delete`: deletes a loaded row."""

from msc.analyze.steps.row import StepRow
from msc.analyze.steps.walk import Walk
from msc.ir.steps import DeleteStep
from msc.model.places import Path
from msc.model.steps import DeleteStepSpec


class DeleteRow(StepRow[DeleteStepSpec]):
    """Checks that no earlier step changes the row."""

    def resolve(self, walk: Walk, spec: DeleteStepSpec, path: Path) -> DeleteStep | None:
        row = walk.written(spec.delete, (*path, "delete"))
        return DeleteStep(row[1].name, row[0]) if row else None


ROW = DeleteRow()
