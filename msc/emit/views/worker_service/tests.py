"""Data about consumers and jobs for the tests of the worker."""

from msc.core.record import Record
from msc.ir.triggers import Event
from msc.lower.pycode import literal
from msc.lower.shapes.numbered import numbered


class PayloadView(Record):
    """A valid payload of an event, and whether an empty one is rejected."""

    entries: tuple[str, ...]
    uses_number: bool
    has_required: bool


def payload_of(event: Event) -> PayloadView:
    """The payload that a test publishes."""
    entries = tuple(
        f"{literal(member.field.wire_name)}: {numbered(member.field)}" for member in event.payload
    )
    return PayloadView(
        entries=entries,
        uses_number=any("number" in entry for entry in entries),
        has_required=any(not member.field.optional for member in event.payload),
    )
