"""`update`: changes a loaded row, with given values or with the caller's inputs."""

from msc.ir.steps import UpdateStep
from msc.lower.operations.body import Body
from msc.lower.operations.values import assigned
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.steps.changes import change
from msc.lower.steps.row import StepRow
from msc.spelling.code import attribute_name


class UpdateRow(StepRow[UpdateStep]):
    """Only the inputs that were sent are copied."""

    def compile(self, body: Body, step: UpdateStep) -> None:
        row = body.row(step.target.root)
        if step.from_input:
            pairs = ", ".join(
                f"{literal(attribute_name(name))}: inputs.{attribute_name(name)}"
                for name in step.from_input
            )
            sent = f"{{{pairs}}}.items() if name in inputs.sent"
            changes = f"{{name: value for name, value in {sent}}}"
            change(body, step, row, changes, step.from_input)
            return
        values = assigned(body, body.system.entity(step.entity), step.values)
        pairs = ", ".join(f"{literal(name)}: {value}" for name, value in values)
        change(body, step, row, f"{{{pairs}}}", [value.field for value in step.values])

    def rehearse(self, outcome: Outcome, step: UpdateStep) -> None:
        # All are sent, and null empties a field; the success of a field that must have a value
        # sends it one.
        sent = {name: outcome.scene.inputs[name] for name in step.from_input}
        fields = outcome.system.entity(step.entity).fields
        outcome.change(step.target, {**sent, **outcome.assigned(step.values, fields)}, step.result)


ROW = UpdateRow()
