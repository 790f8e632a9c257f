"""Names: their cases, their plurals, and the nearest to a misspelt one."""

import bisect
import builtins
import keyword
import re
from collections.abc import Iterable
from functools import lru_cache

IRREGULAR = {
    "child": "children",
    "person": "people",
    "man": "men",
    "woman": "women",
    "mouse": "mice",
    "goose": "geese",
    "foot": "feet",
    "tooth": "teeth",
    "datum": "data",
    "medium": "media",
    "criterion": "criteria",
    "analysis": "analyses",
    "index": "indexes",
    "series": "series",
    "species": "species",
    "equipment": "equipment",
    "information": "information",
    "leaf": "leaves",
    "half": "halves",
    "shelf": "shelves",
    "life": "lives",
    "knife": "knives",
    "wife": "wives",
    "wolf": "wolves",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
}
SQL_RESERVED = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "current_date",
        "current_role",
        "current_time",
        "current_timestamp",
        "current_user",
        "default",
        "deferrable",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "from",
        "grant",
        "group",
        "having",
        "in",
        "initially",
        "intersect",
        "into",
        "lateral",
        "leading",
        "limit",
        "localtime",
        "localtimestamp",
        "not",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "placing",
        "primary",
        "references",
        "returning",
        "select",
        "session_user",
        "some",
        "symmetric",
        "table",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with",
        "authorization",
        "binary",
        "collation",
        "concurrently",
        "cross",
        "freeze",
        "full",
        "ilike",
        "inner",
        "is",
        "isnull",
        "join",
        "left",
        "like",
        "natural",
        "notnull",
        "outer",
        "overlaps",
        "right",
        "similar",
        "tablesample",
        "verbose",
    ]
)
# To compare a name with another one well takes so long that a large spec with many misspelt names
# compares each with a few only.
FEW, NEIGHBOURS = 40, 16
PYTHON_RESERVED = frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)
PYTHON_BUILTINS = frozenset(name for name in dir(builtins) if name.islower())


def words(name: str) -> tuple[str, ...]:
    """The lower-case words of a name in any case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(word.lower() for word in re.split(r"[^A-Za-z0-9]+", spaced) if word)


def snake(name: str) -> str:
    """`loan_application`."""
    return "_".join(words(name))


def kebab(name: str) -> str:
    """`loan-application`."""
    return "-".join(words(name))


def pascal(name: str) -> str:
    """`LoanApplication`."""
    return "".join(word.capitalize() for word in words(name))


def title(name: str) -> str:
    """`Loan application`."""
    return " ".join(words(name)).capitalize()


def plural(name: str) -> str:
    """The plural of a snake-case name; only its last word changes."""
    *front, last = name.split("_")
    return "_".join([*front, _plural_word(last)])


def _plural_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    return word + "s"


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was most likely meant to be, or None."""
    # Only a name that is unknown pays for loading it.
    import difflib  # noqa: PLC0415

    choices = tuple(sorted(candidates))
    near = choices if len(choices) <= FEW else _neighbours(name, choices)
    found = difflib.get_close_matches(name, near, n=1, cutoff=0.6)
    return found[0] if found else None


def _neighbours(name: str, choices: tuple[str, ...]) -> list[str]:
    """Of many sorted names, those that begin or end most like `name`."""
    backwards = _backwards(choices)
    heads = _around(name, choices)
    tails = (each[::-1] for each in _around(name[::-1], backwards))
    return sorted({*heads, *tails})


def _around(name: str, ordered: tuple[str, ...]) -> tuple[str, ...]:
    middle = bisect.bisect(ordered, name)
    return ordered[max(0, middle - NEIGHBOURS) : middle + NEIGHBOURS]


@lru_cache(maxsize=8)
def _backwards(choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(each[::-1] for each in choices))


class NameScope:
    """Hands out names that do not collide, in the order in which they are asked for."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def unique(self, name: str) -> str:
        """`name`, or with the first free number behind it."""
        candidate, number = name, 2
        while candidate in self._taken:
            candidate, number = f"{name}_{number}", number + 1
        self._taken.add(candidate)
        return candidate
