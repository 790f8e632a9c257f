"""Texts that a regular expression accepts, and texts that it refuses."""

import re
from collections.abc import Iterator
from itertools import islice, product
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Enough to tell rows apart; more would only make the search longer.
CHOICES = 4
CANDIDATES = 512
LONGER = 2
"""How many times more than it must a part is repeated."""
CLASSES = {
    kinds.CATEGORY_DIGIT: "1230",
    kinds.CATEGORY_WORD: "abc1",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_NOT_DIGIT: "abcd",
    kinds.CATEGORY_NOT_SPACE: "abc1",
    kinds.CATEGORY_NOT_WORD: "- .",
}
PLAIN = "abcABC123-_. "
PLAIN_TEXTS = ("A", "a", "1", "DE", "ab", "12", "abc", "ABC", "123", "1234", "12345", "a-b")
TRIED = 16


def accepted(
    pattern: str, count: int, longest: int | None = None, choices: int = CHOICES
) -> tuple[str, ...]:
    """At most `count` different texts that the pattern accepts, the plainest first.

    Each of the pattern's outermost parts is tried in so many `choices`.
    """
    fitting = (
        each
        for each in islice(_sequence(parser.parse(pattern), choices), CANDIDATES)
        if re.search(pattern, each) and (longest is None or len(each) <= longest)
    )
    return tuple(islice(dict.fromkeys(fitting), count))


def refused(pattern: str) -> str | None:
    """A text that the pattern does not accept, unless it accepts every plain one."""
    candidates = ("?", "!?", "a b", "0", "x", "")
    return next((candidate for candidate in candidates if not re.search(pattern, candidate)), None)


def _sequence(items: Any, choices: int = CHOICES) -> Iterator[str]:
    options = [list(islice(_item(kind, value), choices)) for kind, value in items]
    return ("".join(each) for each in product(*options))


def _item(kind: Any, value: Any) -> Iterator[str]:
    match kind:
        case kinds.LITERAL:
            yield chr(value)
        case kinds.NOT_LITERAL:
            yield from (each for each in PLAIN if each != chr(value))
        case kinds.ANY:
            yield from PLAIN
        case kinds.IN:
            yield from _members(value)
        case kinds.MAX_REPEAT | kinds.MIN_REPEAT | kinds.POSSESSIVE_REPEAT:
            low, high, inner = value
            # A repetition that may be left out is worth having once.
            shortest = max(low, 1)
            yield from _sequence(list(inner) * shortest)
            yield from [""] if low == 0 else []
            for number in range(shortest + 1, min(high, shortest + LONGER) + 1):
                yield from _sequence(list(inner) * number)
        case kinds.SUBPATTERN:
            yield from _sequence(value[-1])
        case kinds.BRANCH:
            for branch in value[1]:
                yield from _sequence(branch)
        case _:
            # Anchors match no character; for anything else the caller looks whether it fits.
            yield ""


def _members(members: Any) -> Iterator[str]:
    if members[0][0] is kinds.NEGATE:
        excluded = set(_members(members[1:])) if len(members) > 1 else set()
        yield from (each for each in PLAIN if each not in excluded)
        return
    for kind, value in members:
        if kind is kinds.RANGE:
            yield from map(chr, range(value[0], min(value[1] + 1, value[0] + CHOICES)))
        elif kind is kinds.CATEGORY:
            yield from CLASSES.get(value, "")
        else:
            yield chr(value)


def matching(pattern: str, shortest: int, longest: int) -> str | None:
    """A text of the allowed length that a pattern accepts, or None if none is found."""
    texts = (*PLAIN_TEXTS, *accepted(pattern, TRIED, longest))
    padded = (text.ljust(shortest, text[-1:] or "x") for text in texts)
    fitting = (each for each in padded if len(each) <= longest and re.search(pattern, each))
    return next(fitting, None)
