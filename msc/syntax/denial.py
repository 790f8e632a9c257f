"""`!x`: a negation in an expression, but a tag in YAML."""

import re

BEGINNING = re.compile(r"(?:^ *|[:,-] +|[\[{] *)(?=![\w(!])")


def denial_before(line: str, column: int) -> int | None:
    """Where a value begins with `!`, in a line that the parser rejects at a later column."""
    starts = [beginning.end() for beginning in BEGINNING.finditer(line, 0, column)]
    return next((start for start in starts if start < column < _end(line, start)), None)


def denial(line: str, start: int) -> str:
    """The expression that begins with `!` at this position."""
    return line[start : _end(line, start)].rstrip()


def _end(line: str, start: int) -> int:
    """Where the expression ends: at a comma or brace outside its brackets, or at a comment."""
    depth, quote = 0, ""
    for position in range(start, len(line)):
        sign = line[position]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]" and depth:
            depth -= 1
        elif (sign in ",}])" and not depth) or line.startswith(" #", position):
            return position
    return len(line)
