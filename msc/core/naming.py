"""Names: case conversion, plurals and the closest match for a misspelt name."""

import keyword
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pluralizer import Pluralizer

# Where the dictionary prefers Latin, and systems do not.
ENGLISH = {"index": "indexes", "schema": "schemas", "virus": "viruses", "medium": "media"}
SNAKE = re.compile(r"[a-z0-9_]*+")
BEGINNING = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
BETWEEN = re.compile(r"[^A-Za-z0-9]+")
# Per cent of the characters of both names.
SIMILAR = 62


@cache
def words(name: str) -> tuple[str, ...]:
    """The lower-case words of a name in any case."""
    # Most names are snake-case.
    if SNAKE.fullmatch(name):
        return tuple(filter(None, name.split("_")))
    spaced = BEGINNING.sub(" ", name)
    return tuple(word.lower() for word in BETWEEN.split(spaced) if word)


@cache
def snake(name: str) -> str:
    """`loan_application`."""
    return "_".join(words(name))


def kebab(name: str) -> str:
    """`loan-application`."""
    return "-".join(words(name))


@cache
def pascal(name: str) -> str:
    """`LoanApplication`."""
    return "".join(word.capitalize() for word in words(name))


def title(name: str) -> str:
    """`Loan application`."""
    return " ".join(words(name)).capitalize()


@cache
def plural(name: str) -> str:
    """The plural of a snake-case name; only its last word changes."""
    *front, last = name.split("_")
    return "_".join([*front, ENGLISH.get(last) or _plurals().plural(last)])


@cache
def _plurals() -> "Pluralizer":
    # A command that reads no spec does not compile a hundred rules of English.
    from pluralizer import Pluralizer  # noqa: PLC0415

    return Pluralizer()  # type: ignore[no-untyped-call]


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was most likely meant to be, or None."""
    # Imported only for unknown names.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    match = process.extractOne(name, sorted(candidates), scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return match[0] if match else None


class NameScope:
    """Allots unique names, in the order in which they are requested."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def unique(self, name: str) -> str:
        """`name`, with a number appended if it is taken; a Python keyword gets a trailing `_`."""
        name = f"{name}_" if keyword.iskeyword(name) else name
        candidate, number = name, 2
        while candidate in self._taken:
            candidate, number = f"{name}_{number}", number + 1
        self._taken.add(candidate)
        return candidate
