"""Valid values of requests, and invalid ones just outside the bounds."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field
from msc.lower.types import row
from msc.lower.types.row import Case
from msc.lower.types.texts import short_wire_text


def wrong_values(field: Field) -> Iterator[Case]:
    """Values that validation must reject: out of bounds, malformed, or of another type."""
    yield from row(field.type).beyond(field.type)
    yield from row(field.type).malformed(field.type)
    if not (field.optional or field.has_default):
        yield Case("null", "None")


def bound_values(field: Field) -> Iterator[tuple[Case, Value]]:
    """The values at the bounds, which validation must accept."""
    for about, value in row(field.type).bounds(field.type):
        if value is not None:
            yield Case(about, short_wire_text(value)), value
