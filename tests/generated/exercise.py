"""Which places of the language, and which of its words, a spec uses: the coverage of a run."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.generated.kinds import Spec
from tests.property.positions import ANY_ITEM, ANY_KEY, SCHEMA, _children, _deeper

FUNCTIONS = (
    "startsWith", "endsWith", "contains", "matches", "size", "string", "int", "double", "days",
    "hours", "minutes", "exists", "all", "exists_one", "filter", "map", "sum", "round", "has",
)  # fmt: skip
OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "?", "in", "+", "-", "*")
# Keys that are told apart by what they say.
TELLING = frozenset({
    "type", "store", "on_delete", "audience", "missed", "provider", "channels", "schedule",
    "actor", "time_zone", "currency", "retention",
})  # fmt: skip


def places(schema: Any = SCHEMA, place: tuple[str, ...] = (), seen: tuple[str, ...] = ()
) -> Iterator[str]:  # fmt: skip
    """Every key of the language, as a dotted path."""
    for key, child, names in _children(schema, seen):
        inner = _deeper(place, key)
        if key not in {ANY_KEY, ANY_ITEM}:
            yield ".".join(inner)
        yield from places(child, inner, names)


def exercised(spec: Spec) -> Counter[str]:
    """How often a spec uses each place, and each word of those that are told apart."""
    counts: Counter[str] = Counter()
    _walk(spec, SCHEMA, (), counts)
    return counts


def _walk(data: Any, schema: Any, place: tuple[str, ...], counts: Counter[str]) -> None:
    if not isinstance(data, dict | list):
        _words(place, data, counts)
        return
    known: dict[str, list[Any]] = {}
    for key, child, _ in _children(schema, ()):
        known.setdefault(key, []).append(child)
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        name = str(key) if key in known else ANY_KEY if isinstance(data, dict) else ANY_ITEM
        inner = _deeper(place, name)
        if name not in {ANY_KEY, ANY_ITEM}:
            counts[".".join(inner)] += 1
        _walk(value, {"allOf": known.get(name, [])}, inner, counts)


def _words(place: tuple[str, ...], value: Any, counts: Counter[str]) -> None:
    key = next((key for key in reversed(place) if key != ANY_ITEM), "")
    if key in TELLING and isinstance(value, str) and "." not in value:
        word = re.sub(r"\d+", "N", value) if key in {"schedule", "retention"} else value
        counts[f"{key}: {word}"] += 1
    if key in {"holds", "list", "for_each"} or place[-2:-1] in {
        ("set",),
        ("values",),
        ("for_each",),
    }:
        for name in FUNCTIONS:
            counts[f"function {name}"] += str(value).count(f"{name}(")
        for name in OPERATORS:
            counts[f"operator {name}"] += f" {value} ".count(f" {name} ")


def gaps(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The keys of the language that nothing used."""
    return tuple(sorted({place for place in places() if not counts.get(place)}))
