"""Texts with the values of their expressions."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from msc.expr.target import Unsupported, path_of
from msc.ir.expressions import Expression
from msc.ir.triggers import Text
from msc.reference.names import Names
from msc.reference.values import Value


def rendered(text: Text, names: Names) -> str | None:
    """The text; None if a value is not settled."""
    try:
        return "".join(_parts(text, names))
    except Unsupported:
        return None


def _parts(text: Text, names: Names) -> Iterator[str]:
    for part in text.parts:
        yield part if isinstance(part, str) else _shown(_value(part, names), names)


def _value(expression: Expression, names: Names) -> Value:
    """The value with the places of its field, which the evaluator does not keep."""
    path = path_of(expression.root)
    if path is not None and len(path) == 1:
        return names.plain[path[0]] if path[0] in names.plain else names.value(expression.root)
    row = None if path is None else names.row(path[:-1])
    if path is None or row is None:
        value = names.value(expression.root)
        if isinstance(value, Decimal | datetime):
            raise Unsupported("the places of a computed number")
        return value
    return names.read(row, path[-1])


def _shown(value: Value, names: Names) -> str:
    match value:
        case datetime():
            zone = ZoneInfo(names.stored.system.time_zone)
            return value.astimezone(zone).replace(tzinfo=None).isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case str() | int() if not isinstance(value, bool):
            return str(value)
        case _:
            raise Unsupported("how such a value is shown")
