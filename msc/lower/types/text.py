"""Text of any number of lines."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, TextType
from msc.lower.types.line import TextRow
from msc.lower.types.texts import length_constraints, numbered_words, other_words, sample_words

MAX_TEXT = 100_000


class LongTextRow(TextRow[TextType]):
    """Text of any number of lines."""

    has_literals = True

    def lengths(self, type_: TextType) -> tuple[int, int]:
        return type_.min_length, type_.max_length or MAX_TEXT

    def constraints(self, type_: TextType) -> tuple[str, ...]:
        return length_constraints(*self.lengths(type_))

    def refinements(self, type_: TextType) -> tuple[str, ...]:
        return ("any_lines",)

    def column(self, type_: TextType) -> str:
        return "Text()"

    def sample(self, type_: TextType) -> Value:
        return sample_words(type_.min_length, type_.max_length or 80)

    def others(self, type_: TextType) -> tuple[Value, ...]:
        return (other_words(*self.lengths(type_)),)

    def accepts(self, type_: TextType, value: Value) -> bool:
        shortest, longest = self.lengths(type_)
        return isinstance(value, str) and shortest <= len(value) <= longest

    def numbered(self, field: Field, type_: TextType) -> str:
        return numbered_words(field, *self.lengths(type_))

    def bounds(self, type_: TextType) -> Iterator[tuple[str, Value]]:
        if type_.max_length:
            yield "the longest", "x" * type_.max_length


ROW = LongTextRow()
