"""Data about consumers and jobs for the tests of the worker."""

from collections.abc import Iterable

from msc.core.record import Record
from msc.ir.behaviour import Operation
from msc.ir.fields import Field
from msc.ir.triggers import Event
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.numbered import numbered


class PayloadView(Record):
    """Valid data, and whether none at all is rejected."""

    entries: tuple[str, ...]
    uses_number: bool
    has_required: bool


def payload_of(event: Event) -> PayloadView:
    """The payload that a test publishes."""
    fields = [member.field for member in event.payload]
    return _payload(fields, [field.wire_name for field in fields])


def inputs_of(operation: Operation) -> PayloadView:
    """The inputs with which a test has an operation go on."""
    fields = [input_.field for input_ in operation.inputs]
    return _payload(fields, [attribute(field) for field in fields])


def _payload(fields: Iterable[Field], names: Iterable[str]) -> PayloadView:
    named = list(zip(names, fields, strict=True))
    entries = tuple(f"{literal(name)}: {numbered(field)}" for name, field in named)
    return PayloadView(
        entries=entries,
        uses_number=any("number" in entry for entry in entries),
        has_required=any(not field.optional for _, field in named),
    )
