"""A mistake inside an expression."""

from msc.core.record import Record


class Problem(Record):
    """What is wrong and what to write; line and column count from 1, within the expression.

    One that `follows` is told by another diagnostic already; with `needs_input` the operation lacks
    an input, whatever the expression says.
    """

    line: int
    column: int
    length: int
    message: str
    hint: str = "correct the expression"
    follows: bool = False
    needs_input: bool = False


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, which count from 1."""
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def too_deep(text: str) -> Problem:
    """An expression that nests deeper than it can be read."""
    return Problem(1, 1, len(text), "the expression is nested too deeply", "split it up")
