"""Text that is never returned or logged."""

from msc.expr.evaluate import Value
from msc.ir.fields import Field, SecretType
from msc.lower.types.line import TextRow
from msc.lower.types.texts import length_constraints, numbered_words


class SecretRow(TextRow[SecretType]):
    """Text that is never returned or logged."""

    def lengths(self, type_: SecretType) -> tuple[int, int]:
        return 0, type_.max_length

    def constraints(self, type_: SecretType) -> tuple[str, ...]:
        return length_constraints(*self.lengths(type_))

    def refinements(self, type_: SecretType) -> tuple[str, ...]:
        return ("any_lines",)

    def column(self, type_: SecretType) -> str:
        return f"String({type_.max_length})"

    def sample(self, type_: SecretType) -> Value:
        return "correct horse battery"[: type_.max_length]

    def numbered(self, field: Field, type_: SecretType) -> str:
        return numbered_words(field, *self.lengths(type_))


ROW = SecretRow()
