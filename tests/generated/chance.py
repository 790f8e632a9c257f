"""Choices of a spec, each a number of a range, so that a smaller number is a simpler spec."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Chance:
    """Chooses; the first of several, the lowest number and `False` are the simplest.

    `number` is asked for all of it: hypothesis, or a random generator with a seed.
    """

    number: Callable[[int, int], int]

    def pick[T](self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]

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
        return "".join(self.pick(alphabet) for _ in range(self.number(low, high)))
