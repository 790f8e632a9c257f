"""Values of fields, and what the official evaluator takes and gives for them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from msc.expr.target import Unsupported
from msc.ir.expressions import EnumValue, RowValue, ScalarKind, ScalarValue, ValueType

type Value = None | bool | int | str | Decimal | date | datetime | timedelta | Mapping[str, Any]
"""A value of a field or an expression; a row by its identifier."""


def to_cel(value: Value) -> Any:
    """A value as the evaluator takes it: decimals are doubles, days are moments."""
    match value:
        case Decimal():
            return float(value)
        case datetime():
            return _timestamp(value)
        case date():
            return _timestamp(datetime.combine(value, time(), UTC))
        case timedelta():
            span = Duration()
            span.FromTimedelta(value)
            return span
        case _:
            return value


def _timestamp(value: datetime) -> Timestamp:
    # The evaluator takes no datetime inside a map.
    timestamp = Timestamp()
    timestamp.FromDatetime(value)
    return timestamp


def from_cel(result: Any, type_: ValueType) -> Value:
    """The value of an expression of that type, from what the evaluator gives."""
    if result is None:
        return None
    match type_:
        case RowValue():
            return str(result["id"])
        case EnumValue() | ScalarValue(ScalarKind.STRING | ScalarKind.UUID):
            return str(result)
        case ScalarValue(ScalarKind.DECIMAL):
            return Decimal(repr(float(result)))
        case ScalarValue(ScalarKind.DATE):
            return _datetime(result).date()
        case ScalarValue(ScalarKind.TIMESTAMP):
            return _datetime(result)
        case ScalarValue(ScalarKind.BOOL | ScalarKind.INT | ScalarKind.JSON):
            value: Value = result
            return value
        case _:
            raise Unsupported(f"the reference has no values of {type_}")


def _datetime(result: Any) -> datetime:
    timestamp: datetime = result if isinstance(result, datetime) else result.ToDatetime(UTC)
    return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
