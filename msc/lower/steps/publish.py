"""`publish`: publishes an event with the commit."""

from msc.expr.evaluate import Identity
from msc.ir.steps import PublishStep
from msc.lower.operations.body import Body
from msc.lower.operations.values import stored
from msc.lower.pycode import literal
from msc.lower.scenes.outcome import Outcome
from msc.lower.shapes.names import attribute
from msc.lower.steps.payload import valued
from msc.lower.steps.row import StepRow
from msc.lower.types.texts import wire_text
from msc.spelling.code import element_module, event_class


class PublishRow(StepRow[PublishStep]):
    """The first row in its payload is the aggregate that determines the order of events."""

    def compile(self, body: Body, step: PublishStep) -> None:
        event = body.system.event(step.event)
        name = event_class(event.name)
        body.imports.add(f"shared.events.{element_module(event.name)}", name)
        texts = [
            (field, stored(body, value, field.field))
            for field, value in valued(event.payload, step.values)
        ]
        own = literal(body.operation.name)
        rows = [
            (field.entity, text)
            for field, text in texts
            if field.entity and not field.field.optional
        ]
        aggregate = f"{literal(rows[0][0])}, {rows[0][1]}" if rows else f"{own}, {own}"
        arguments = ", ".join(f"{attribute(field.field)}={text}" for field, text in texts)
        body.emit(f"unit.publish({name}({arguments}), {aggregate})")

    def rehearse(self, outcome: Outcome, step: PublishStep) -> None:
        event = outcome.system.event(step.event)
        values = outcome.assigned(step.values, [field.field for field in event.payload])
        own = literal(outcome.operation.name)
        aggregate = own, own
        for field in reversed(event.payload):
            identity = values.get(field.field.name)
            is_known = field.entity is not None and not field.field.optional
            if is_known and isinstance(identity, Identity):
                aggregate = literal(field.entity), wire_text(identity)
        data = ", ".join(
            f"{literal(field.field.wire_name)}: {wire_text(values.get(field.field.name))}"
            for field in event.payload
        )
        outcome.publish(event.name, aggregate, f"{{{data}}}")


ROW = PublishRow()
