"""Valid values of requests, and invalid ones just outside the bounds."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, StringType
from msc.lower.types import row
from msc.lower.types.row import Case
from msc.lower.types.texts import short_wire_text


def wrong_values(field: Field, room: int | None = None) -> Iterator[Case]:
    """Values that validation must reject: out of bounds, malformed, or of another type."""
    yield from row(field.type).beyond(field.type)
    if room is not None and _is_free(field):
        yield Case("too long for a key", short_wire_text("x" * (room + 1)))
        yield Case("too many bytes for a key", short_wire_text("\u00e9" * (room // 2 + 1)))
    yield from row(field.type).malformed(field.type)
    if not (field.optional or field.has_default):
        yield Case("null", "None")


def bound_values(field: Field, room: int | None = None) -> Iterator[tuple[Case, Value]]:
    """The values at the bounds, which validation must accept."""
    for about, value in row(field.type).bounds(field.type):
        if isinstance(value, str) and room is not None and len(value) > room:
            if _is_free(field):
                yield Case("the longest key", short_wire_text("x" * room)), "x" * room
        elif value is not None:
            yield Case(about, short_wire_text(value)), value


def _is_free(field: Field) -> bool:
    """Whether any text of its length is a value."""
    return isinstance(field.type, StringType) and field.type.pattern is None
