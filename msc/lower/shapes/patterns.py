"""Texts that match a field's pattern, and texts that do not."""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import assert_never

from msc.expr.pattern.fields import matches
from msc.expr.pattern.reading import read
from msc.expr.pattern.tree import (
    Anchor,
    AnyCharacter,
    Characters,
    Choice,
    Flags,
    Group,
    Part,
    Repeat,
    Sequence,
)

# Enough to tell rows apart; more would only make the search longer.
CHOICES = 4
CANDIDATES = 512
LONGER = 2
"""How many times more than it must a part is repeated."""
CLASSES = {
    "d": "1230", "w": "abc1", "s": " ", "D": "abcd", "S": "abc1", "W": "- .",
    "p{Lu}": "ABC", "pN": "1230", "p{N}": "1230", "p{Nd}": "1230",
}  # fmt: skip
# What most categories of Unicode have something of; the caller looks whether it fits.
OF_CATEGORIES = "aA1- .é"
PLAIN = "abcABC123-_. "
PLAIN_TEXTS = ("A", "a", "1", "DE", "ab", "12", "abc", "ABC", "123", "1234", "12345", "a-b")
TRIED = 16


def accepted(
    pattern: str, count: int, longest: int | None = None, choices: int = CHOICES
) -> tuple[str, ...]:
    """At most `count` different texts that match the pattern, the simplest first.

    `choices` limits the alternatives tried for each top-level part of the pattern.
    """
    fitting = (
        text
        for text in islice(_texts(_parts(read(pattern)), choices), CANDIDATES)
        if (longest is None or len(text) <= longest) and matches(pattern, text)
    )
    return tuple(islice(dict.fromkeys(fitting), count))


def refused(pattern: str) -> str | None:
    """A text that does not match the pattern, unless it matches all simple ones."""
    candidates = ("?", "!?", "a b", "0", "x", "")
    return next((text for text in candidates if not matches(pattern, text)), None)


def _parts(part: Part) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Sequence) else (part,)


def _texts(parts: Iterable[Part], choices: int = CHOICES) -> Iterator[str]:
    options = [list(islice(_part(part), choices)) for part in parts]
    return ("".join(chosen) for chosen in product(*options))


def _part(part: Part) -> Iterator[str]:
    match part:
        case Characters():
            yield from _characters(part)
        case AnyCharacter():
            yield from PLAIN
        case Repeat(inner, least, most):
            # A repetition that may be left out is worth having once.
            shortest = max(least, 1)
            yield from _texts(_parts(inner) * shortest)
            yield from [""] if least == 0 else []
            longest = shortest + LONGER if most is None else min(most, shortest + LONGER)
            for number in range(shortest + 1, longest + 1):
                yield from _texts(_parts(inner) * number)
        case Group(inner):
            yield from _texts(_parts(inner))
        case Choice(options):
            for option in options:
                yield from _texts(_parts(option))
        case Sequence(parts):
            yield from _texts(parts)
        case Anchor() | Flags():
            yield ""
        case _:
            assert_never(part)


def _characters(part: Characters) -> Iterator[str]:
    members = [character for name in part.classes for character in _of_class(name)]
    for first, last in part.ranges:
        members += map(chr, range(ord(first), min(ord(last) + 1, ord(first) + CHOICES)))
    if not part.negated:
        yield from members
        return
    yield from (
        character
        for character in PLAIN
        if character not in members
        and not any(first <= character <= last for first, last in part.ranges)
    )


def _of_class(name: str) -> str:
    return CLASSES.get(name, OF_CATEGORIES)


def matching(pattern: str, shortest: int, longest: int) -> str | None:
    """A text of an allowed length that matches a pattern, or None if none was found."""
    return next(all_matching(pattern, shortest, longest), None)


def all_matching(pattern: str, shortest: int, longest: int) -> Iterator[str]:
    """The texts of an allowed length that match a pattern, as far as they are found."""
    texts = (*PLAIN_TEXTS, *accepted(pattern, TRIED, longest))
    padded = (text.ljust(shortest, text[-1:] or "x") for text in texts)
    return (text for text in padded if len(text) <= longest and matches(pattern, text))
