"""A password: accepted as text, stored as a hash."""

from msc.expr.evaluate import Value
from msc.ir.fields import Field, PasswordType
from msc.lower.types.line import TextRow
from msc.lower.types.texts import length_constraints, numbered_words

MAX_LENGTH = 128
HASH_LENGTH = 255
SAMPLE = "correct horse battery"


class PasswordRow(TextRow[PasswordType]):
    """A password; its column holds the hash."""

    def lengths(self, type_: PasswordType) -> tuple[int, int]:
        return type_.min_length, MAX_LENGTH

    def constraints(self, type_: PasswordType) -> tuple[str, ...]:
        return length_constraints(*self.lengths(type_))

    def column(self, type_: PasswordType) -> str:
        return f"String({HASH_LENGTH})"

    def sample(self, type_: PasswordType) -> Value:
        return SAMPLE.ljust(type_.min_length, "x")

    def numbered(self, field: Field, type_: PasswordType) -> str:
        shortest = max(type_.min_length, len("correct horse 1"))
        return numbered_words(field, shortest, MAX_LENGTH)


ROW = PasswordRow()
