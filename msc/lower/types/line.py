"""Common behaviour of all text types."""

from abc import abstractmethod
from collections.abc import Iterator

from msc.ir.fields import BaseType
from msc.lower.types.row import Case, TypeRow
from msc.lower.types.texts import outside_lengths, short_wire_text


class TextRow[T: BaseType](TypeRow[T]):
    """A type whose values are strings in Python, JSON and both databases."""

    takes_any_text = True

    def annotation(self, type_: T) -> str:
        return "str"

    @abstractmethod
    def lengths(self, type_: T) -> tuple[int, int]:
        """The minimum and maximum length."""

    def invalid(self, type_: T) -> Iterator[str]:
        yield from outside_lengths(*self.lengths(type_))

    def beyond(self, type_: T) -> Iterator[Case]:
        shortest, longest = self.lengths(type_)
        if shortest:
            yield Case("too short", short_wire_text("x" * (shortest - 1)))
        yield Case("too long", short_wire_text("x" * (longest + 1)))

    def malformed(self, type_: T) -> Iterator[Case]:
        yield from ()

    def spoiled(self, type_: T) -> str:
        return "1"
