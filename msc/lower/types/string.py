"""Text on one line."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.expr.pattern.fields import matches
from msc.ir.fields import Field, StringType
from msc.lower.pycode import literal
from msc.lower.shapes.patterns import accepted, all_matching, matching, refused
from msc.lower.types.line import TextRow
from msc.lower.types.row import Case
from msc.lower.types.texts import (
    length_constraints,
    numbered_words,
    one_of,
    other_words,
    sample_words,
    short_wire_text,
)

PATTERN_TEXTS = 8
# Of a field that tells rows apart, no two rows of a test may have the same.
UNIQUE_TEXTS = 32


class StringRow(TextRow[StringType]):
    """Text on one line, optionally with a pattern."""

    is_ordered = True
    has_literals = True

    def lengths(self, type_: StringType) -> tuple[int, int]:
        return type_.min_length, type_.max_length

    def constraints(self, type_: StringType) -> tuple[str, ...]:
        return length_constraints(type_.min_length, type_.max_length, type_.pattern)

    def refinements(self, type_: StringType) -> tuple[str, ...]:
        return ("one_line",)

    def column(self, type_: StringType) -> str:
        return f"String({type_.max_length})"

    def sample(self, type_: StringType) -> Value:
        shortest, longest = self.lengths(type_)
        if type_.pattern is None:
            return sample_words(shortest, longest)
        return matching(type_.pattern, shortest, longest) or "A"

    def others(self, type_: StringType) -> tuple[Value, ...]:
        shortest, longest = self.lengths(type_)
        if type_.pattern is None:
            return (other_words(shortest, longest),)
        return tuple(all_matching(type_.pattern, shortest, longest))

    def accepts(self, type_: StringType, value: Value) -> bool:
        shortest, longest = self.lengths(type_)
        if not isinstance(value, str) or not shortest <= len(value) <= longest:
            return False
        return type_.pattern is None or matches(type_.pattern, value)

    def numbered(self, field: Field, type_: StringType) -> str:
        texts: tuple[str, ...] = ()
        if type_.pattern and field.unique:
            texts = accepted(type_.pattern, UNIQUE_TEXTS, type_.max_length, choices=UNIQUE_TEXTS)
        elif type_.pattern:
            texts = accepted(type_.pattern, PATTERN_TEXTS, type_.max_length)
        return one_of(texts) if texts else numbered_words(field, *self.lengths(type_))

    def invalid(self, type_: StringType) -> Iterator[str]:
        yield from super().invalid(type_)
        other = refused(type_.pattern) if type_.pattern else None
        if other is not None:
            yield literal(other)

    def bounds(self, type_: StringType) -> Iterator[tuple[str, Value]]:
        shortest, longest = self.lengths(type_)
        if type_.pattern is not None:
            yield "the longest", matching(type_.pattern, longest, longest)
            return
        yield "the longest", "x" * longest
        if shortest:
            yield "the shortest", "x" * shortest

    def malformed(self, type_: StringType) -> Iterator[Case]:
        shortest, longest = self.lengths(type_)
        if type_.pattern is None and longest >= 2:
            yield Case("two lines", short_wire_text("x" * max(shortest - 1, 1) + "\n"))
        other = refused(type_.pattern) if type_.pattern is not None else None
        if other is not None and len(other) <= longest:
            yield Case("another form", literal(other))


ROW = StringRow()
