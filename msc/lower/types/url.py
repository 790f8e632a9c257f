"""An absolute http or https address."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, UrlType
from msc.lower.pycode import Import, literal
from msc.lower.types.line import TextRow
from msc.lower.types.row import Case

MAX_LENGTH = 2048


class UrlRow(TextRow[UrlType]):
    """An absolute http or https address."""

    def lengths(self, type_: UrlType) -> tuple[int, int]:
        return 0, MAX_LENGTH

    def input(self, type_: UrlType) -> tuple[str, tuple[Import, ...]]:
        return "WebAddress", (("shared.urls", "WebAddress"),)

    def column(self, type_: UrlType) -> str:
        return f"String({MAX_LENGTH})"

    def sample(self, type_: UrlType) -> Value:
        return "https://people.example"

    def others(self, type_: UrlType) -> tuple[Value, ...]:
        return ("https://people.example/somebody",)

    def numbered(self, field: Field, type_: UrlType) -> str:
        return 'f"https://people.example/{number}"'

    def invalid(self, type_: UrlType) -> Iterator[str]:
        yield from ('"people.example"', f'"https://" + "x" * {MAX_LENGTH}')

    def malformed(self, type_: UrlType) -> Iterator[Case]:
        yield Case("no address", literal("somewhere"))


ROW = UrlRow()
