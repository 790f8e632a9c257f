"""An e-mail address."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import EmailType, Field
from msc.lower.pycode import Import, literal
from msc.lower.types.line import TextRow
from msc.lower.types.row import Case

MAX_LENGTH = 254


class EmailRow(TextRow[EmailType]):
    """An e-mail address."""

    is_ordered = True

    def lengths(self, type_: EmailType) -> tuple[int, int]:
        return 0, MAX_LENGTH

    def input(self, type_: EmailType) -> tuple[str, tuple[Import, ...]]:
        return "EmailAddress", (("shared.emails", "EmailAddress"),)

    def column(self, type_: EmailType) -> str:
        return f"String({MAX_LENGTH})"

    def sample(self, type_: EmailType) -> Value:
        return "person@people.example"

    def others(self, type_: EmailType) -> tuple[Value, ...]:
        return ("somebody@people.example",)

    def numbered(self, field: Field, type_: EmailType) -> str:
        return 'f"person{number}@people.example"'

    def invalid(self, type_: EmailType) -> Iterator[str]:
        yield from ('"nobody"', f'"x" * {MAX_LENGTH} + "@people.example"')

    def malformed(self, type_: EmailType) -> Iterator[Case]:
        yield Case("no address", literal("nobody"))


ROW = EmailRow()
