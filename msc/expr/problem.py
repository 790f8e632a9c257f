"""Mistakes inside an expression."""

from msc.core.record import Record


class Problem(Record):
    """A message and a suggestion; line and column count from 1, within the expression.

    `follows` marks a consequence of another diagnostic; `needs_input` marks a missing input of the
    operation, which the expression itself cannot fix.
    """

    line: int
    column: int
    length: int
    message: str
    hint: str = "correct the expression"
    follows: bool = False
    needs_input: bool = False


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counting from 1."""
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def too_deep(text: str) -> Problem:
    """The problem of an expression that is nested too deeply to be read."""
    return Problem(1, 1, len(text), "the expression is nested too deeply", "split it up")
