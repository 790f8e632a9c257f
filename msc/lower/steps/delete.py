"""`delete`: deletes a loaded row."""

from msc.expr.target import path_of
from msc.ir.steps import DeleteStep
from msc.lower.operations.body import Body
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.scenes.results import Write
from msc.lower.steps.row import StepRow


class DeleteRow(StepRow[DeleteStep]):
    """Deletes the row at the version that was read, and drops earlier writes to it."""

    def compile(self, body: Body, step: DeleteStep) -> None:
        row = body.row(step.target.root)
        body.amends = body.amends or body.may_be_written(row)
        body.emit(f"unit.delete({literal(step.entity)}, {row}.id, {row}.version)")
        body.aliases.note_write(row)

    def rehearse(self, outcome: Outcome, step: DeleteStep) -> None:
        identity = outcome.row(path_of(step.target.root) or ()).identity.text
        outcome.changes.pop(identity, None)
        deleted = Write("DeleteWrite", outcome.system.entity(step.entity), identity)
        outcome.changes[identity] = deleted


ROW = DeleteRow()
