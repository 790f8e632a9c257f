"""Character classes in brackets."""

from msc.expr.pattern.escapes import Unreadable, escaped, single_character
from msc.expr.pattern.tree import Characters

# Rust takes these for operations on sets, and Python warns that it will.
OPERATIONS = ("--", "&&", "||", "~~")


def read(pattern: str, start: int) -> tuple[Characters, int]:
    """The class that begins at the bracket at `start`, and where it ends."""
    position = start + 1
    negated = pattern.startswith("^", position)
    position += negated
    first = position
    ranges: list[tuple[str, str]] = []
    classes: list[str] = []
    while position == first or not pattern.startswith("]", position):
        if position >= len(pattern):
            raise Unreadable("a `[` is not closed", r"add `]`, or write `\[` for the character")
        member, position = _item(pattern, position)
        if isinstance(member, tuple):
            classes.extend(member)
            if _is_range(pattern, position):
                raise Unreadable(
                    "a range cannot begin with a class", r"write `\-` for the character"
                )
            continue
        last = member
        if _is_range(pattern, position):
            other, position = _item(pattern, position + 1)
            if isinstance(other, tuple):
                raise Unreadable("a range cannot end with a class", r"write `\-` for the character")
            last = other
        if last < member:
            raise Unreadable(f"the range `{member}-{last}` runs backwards", "reverse it")
        ranges.append((member, last))
    return Characters(tuple(ranges), tuple(classes), negated), position + 1


def _is_range(pattern: str, position: int) -> bool:
    _no_operation(pattern, position)
    return pattern.startswith("-", position) and not pattern.startswith("-]", position)


def _no_operation(pattern: str, position: int) -> None:
    if pattern.startswith(OPERATIONS, position):
        doubled = pattern[position : position + 2]
        raise Unreadable(
            f"`{doubled}` inside brackets is not portable",
            f"write the character once, as `\\{doubled[0]}`",
        )


def _item(pattern: str, position: int) -> tuple[str | tuple[str, ...], int]:
    """The character or the classes at this position."""
    sign = pattern[position : position + 1]
    if pattern.startswith("[:", position):
        raise Unreadable("`[:…:]` is not portable", "write the characters: `[a-z]`")
    if sign == "[":
        raise Unreadable("there is a `[` inside brackets", r"write `\[` for the character")
    _no_operation(pattern, position)
    if sign != "\\":
        return sign, position + 1
    if pattern[position + 1 : position + 2] in ("A", "z", "b", "B"):
        raise Unreadable("an anchor is not a character", "write it outside the brackets")
    part, end = escaped(pattern, position)
    if isinstance(part, Characters) and part.classes:
        return part.classes, end
    return single_character(pattern, position)
