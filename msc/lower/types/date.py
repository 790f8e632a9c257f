"""A calendar day."""

from collections.abc import Iterator
from datetime import date, timedelta

from msc.expr.evaluate import Value
from msc.ir.fields import DateType, Field, Literal
from msc.lower.pycode import Import, literal
from msc.lower.types.row import Case, TypeRow

TODAY = date(2030, 1, 31)


class DateRow(TypeRow[DateType]):
    """A calendar day."""

    is_ordered = True

    def annotation(self, type_: DateType) -> str:
        return "date"

    def imports(self, type_: DateType) -> tuple[Import, ...]:
        return (("datetime", "date"),)

    def input(self, type_: DateType) -> tuple[str, tuple[Import, ...]]:
        return "Day", (("shared.inputs", "Day"),)

    def column(self, type_: DateType) -> str:
        return "Date()"

    def sample(self, type_: DateType) -> Value:
        return TODAY

    def others(self, type_: DateType) -> tuple[Value, ...]:
        return (TODAY - timedelta(days=1),)

    def accepts(self, type_: DateType, value: Value) -> bool:
        return True

    def literal_value(self, type_: DateType, value: Literal) -> Value:
        return date.fromisoformat(str(value))

    def numbered(self, field: Field, type_: DateType) -> str:
        return 'f"2030-01-{number % 28 + 1:02d}"'

    def invalid(self, type_: DateType) -> Iterator[str]:
        yield '"2030-02-30"'

    def malformed(self, type_: DateType) -> Iterator[Case]:
        yield Case("no date", literal("someday"))

    def spoiled(self, type_: DateType) -> str:
        return "1"


ROW = DateRow()
