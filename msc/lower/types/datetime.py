"""A timestamp, stored in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msc.expr.evaluate import Value
from msc.ir.fields import DatetimeType, Field, Literal
from msc.lower.pycode import Import, literal
from msc.lower.types.row import Case, TypeRow

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
TIMESTAMP = ("Timestamp", (("shared.values", "Timestamp"),))
TEXT = ("TimestampText", (("shared.inputs", "TimestampText"),))


class DatetimeRow(TypeRow[DatetimeType]):
    """A timestamp, stored in UTC."""

    is_ordered = True
    bson = ("date",)

    def annotation(self, type_: DatetimeType) -> str:
        return "datetime"

    def imports(self, type_: DatetimeType) -> tuple[Import, ...]:
        return (("datetime", "datetime"),)

    def wire(self, type_: DatetimeType) -> tuple[str, tuple[Import, ...]]:
        return TIMESTAMP

    def input(self, type_: DatetimeType) -> tuple[str, tuple[Import, ...]]:
        return TEXT

    def column(self, type_: DatetimeType) -> str:
        return "DateTime(timezone=True)"

    def sample(self, type_: DatetimeType) -> Value:
        return NOW

    def others(self, type_: DatetimeType) -> tuple[Value, ...]:
        return (NOW - timedelta(hours=1),)

    def accepts(self, type_: DatetimeType, value: Value) -> bool:
        return True

    def literal_value(self, type_: DatetimeType, value: Literal) -> Value:
        return datetime.fromisoformat(str(value)).astimezone(UTC)

    def numbered(self, field: Field, type_: DatetimeType) -> str:
        return 'f"2030-01-31T12:{number // 60:02d}:{number % 60:02d}Z"'

    def invalid(self, type_: DatetimeType) -> Iterator[str]:
        yield '"yesterday"'

    def malformed(self, type_: DatetimeType) -> Iterator[Case]:
        yield Case("no date", literal("someday"))


ROW = DatetimeRow()
