"""Choices of a spec, each drawn by hypothesis, so that a smaller choice is a simpler spec."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(slots=True)
class Chance:
    """Draws values; the first of several, the lowest number and `False` are the simplest."""

    draw: Callable[[st.SearchStrategy], object]

    def pick[T](self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))  # type: ignore[return-value]

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))  # type: ignore[return-value]

    def one_in(self, times: int) -> bool:
        return self.number(1, times) == times

    def some[T](self, choices: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """Some of the choices, in their order."""
        kept = [*choices]
        count = self.number(min(least, len(kept)), min(most, len(kept)))
        while len(kept) > count:
            kept.pop(self.number(0, len(kept) - 1))
        return tuple(kept)

    def words(self, alphabet: str, low: int, high: int) -> str:
        return self.draw(st.text(alphabet, min_size=low, max_size=high))  # type: ignore[return-value]
