"""A telephone number in E.164 form."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, PhoneType
from msc.lower.pycode import Import, literal
from msc.lower.types.line import TextRow
from msc.lower.types.row import Case

MAX_LENGTH = 16


class PhoneRow(TextRow[PhoneType]):
    """A telephone number; its form bounds it."""

    def lengths(self, type_: PhoneType) -> tuple[int, int]:
        return 0, MAX_LENGTH

    def input(self, type_: PhoneType) -> tuple[str, tuple[Import, ...]]:
        return "PhoneNumber", (("shared.phones", "PhoneNumber"),)

    def column(self, type_: PhoneType) -> str:
        return f"String({MAX_LENGTH})"

    def sample(self, type_: PhoneType) -> Value:
        return "+4915112345678"

    def others(self, type_: PhoneType) -> tuple[Value, ...]:
        return ("+4915187654321",)

    def numbered(self, field: Field, type_: PhoneType) -> str:
        return 'f"+4915{number:08d}"'

    def invalid(self, type_: PhoneType) -> Iterator[str]:
        yield '"0151 234"'

    def beyond(self, type_: PhoneType) -> Iterator[Case]:
        yield from ()

    def malformed(self, type_: PhoneType) -> Iterator[Case]:
        yield Case("no number", literal("call me"))


ROW = PhoneRow()
