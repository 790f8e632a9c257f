"""`notify`: sends a notification with the commit."""

from msc.expr.evaluate import Value, evaluate
from msc.expr.target import is_row, path_of
from msc.ir.expressions import Expression
from msc.ir.steps import NotifyStep
from msc.ir.triggers import PayloadField
from msc.lower.operations.body import Body
from msc.lower.operations.values import stored
from msc.lower.scenes.messages import messages
from msc.lower.scenes.outcome import Outcome
from msc.lower.shapes.samples import held
from msc.lower.shapes.texts import shown_inputs, shown_times
from msc.lower.steps.payload import valued
from msc.lower.steps.row import StepRow
from msc.spelling.code import element_module, parameter_name


class NotifyRow(StepRow[NotifyStep]):
    """Its messages are events, one per channel that reaches the recipient."""

    def compile(self, body: Body, step: NotifyStep) -> None:
        notification = body.system.notification(step.notification)
        function = f"notify_{notification.name}"
        module = f"src.application.notifications.{element_module(notification.name)}"
        body.imports.add(module, function)
        arguments = [
            f"{parameter_name(field.field.name)}={_argument(body, value, field)}"
            for field, value in valued(shown_inputs(notification), step.values)
        ]
        arguments += [f"{name}={body.names[name]}" for name in shown_times(notification)]
        recipient = body.row(step.recipient.root)
        body.emit(f"{function}({', '.join(['unit', recipient, *arguments])})")

    def rehearse(self, outcome: Outcome, step: NotifyStep) -> None:
        notification = outcome.system.notification(step.notification)
        rows = {"recipient": outcome.row(path_of(step.recipient.root) or ())}
        values: dict[str, Value] = {}
        inputs = {input_.field.name: input_ for input_ in notification.inputs}
        for assignment in step.values:
            input_, root = inputs[assignment.field], assignment.value.root
            if input_.entity is not None:
                rows[assignment.field] = outcome.row(path_of(root) or ())
            else:
                value = evaluate(root, outcome.look_up)
                values[assignment.field] = held(input_.field.type, value)
        for name, aggregate, data in messages(outcome.system, notification, rows, values):
            outcome.tell(name, aggregate, data)


def _argument(body: Body, value: Expression, field: PayloadField) -> str:
    return body.row(value.root) if is_row(value.root) else stored(body, value, field.field)


ROW = NotifyRow()
