"""Statements that tell others, if and only if the work commits: events, messages, the audit."""

from msc.expr.target import is_row
from msc.ir.expressions import Expression
from msc.ir.steps import Assignment, NotifyStep, PublishStep
from msc.ir.triggers import PayloadField
from msc.lower.operations.body import Body
from msc.lower.operations.values import stored
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.texts import shown_inputs
from msc.spelling.code import element_module, event_class, parameter_name


def publish(body: Body, step: PublishStep) -> None:
    """Adds an event; the first row of its payload is the aggregate whose order it keeps."""
    event = body.system.event(step.event)
    name = event_class(event.name)
    body.imports.add(f"shared.events.{element_module(event.name)}", name)
    given = _given(event.payload, step.values)
    texts = [(each, stored(body, value, each.field)) for each, value in given]
    own = literal(body.operation.name)
    rows = [(each.entity, text) for each, text in texts if each.entity and not each.field.optional]
    aggregate = f"{literal(rows[0][0])}, {rows[0][1]}" if rows else f"{own}, {own}"
    arguments = ", ".join(f"{attribute(each.field)}={text}" for each, text in texts)
    body.emit(f"unit.publish({name}({arguments}), {aggregate})")


def notify(body: Body, step: NotifyStep) -> None:
    """Adds the messages of a notification."""
    notification = body.system.notification(step.notification)
    function = f"notify_{notification.name}"
    body.imports.add(f"src.application.notifications.{element_module(notification.name)}", function)
    arguments = [
        f"{parameter_name(each.field.name)}={_argument(body, value, each)}"
        for each, value in _given(shown_inputs(notification), step.values)
    ]
    recipient = body.row(step.recipient.root)
    body.emit(f"{function}({', '.join(['unit', recipient, *arguments])})")


def _argument(body: Body, value: Expression, each: PayloadField) -> str:
    return body.row(value.root) if is_row(value.root) else stored(body, value, each.field)


def _given(
    fields: tuple[PayloadField, ...], values: tuple[Assignment, ...]
) -> list[tuple[PayloadField, Expression]]:
    by_name = {value.field: value.value for value in values}
    return [(field, by_name[field.field.name]) for field in fields if field.field.name in by_name]


def audit(body: Body, category: str) -> None:
    """Adds the record of the operation, about the row that it wrote first or was given first."""
    own = literal(body.operation.name)
    about = _subject(body)
    entity, identifier = (literal(about[1]), f"{about[0]}.id") if about else (own, own)
    body.imports.add("src.application.caller", "details_of")
    masked = tuple(
        attribute(input_.field)
        for input_ in body.operation.inputs
        if input_.field.personal or input_.field.hidden
    )
    details = f"details_of(given, masked={literal(masked)})" if masked else "details_of(given)"
    body.emit(f"unit.audit({own}, {literal(category)}, {entity}, {identifier}, {details})")


def _subject(body: Body) -> tuple[str, str] | None:
    rows = [
        (body.names[f"input.{input_.field.name}"], input_.entity)
        for input_ in body.operation.inputs
        if input_.entity is not None and not input_.field.optional
    ]
    return next(iter((*body.written.items(), *rows)), None)
