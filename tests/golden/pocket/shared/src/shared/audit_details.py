"""The details of an audit record, in a form that is never too large to be kept."""

import json
from collections.abc import Mapping

MAX_CHARACTERS = 4_000
MAX_DEPTH = 32
# What MongoDB takes as an integer.
INTEGERS = range(-(2**63), 2**63)


def bounded(details: Mapping[str, object]) -> dict[str, object]:
    """The details, each as it is, or as the beginning of its text if no store could hold it."""
    return {name: _bounded(value) for name, value in details.items()}


def _bounded(value: object) -> object:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if len(text) > MAX_CHARACTERS:
        return f"{text[:MAX_CHARACTERS]}… (the first of {len(text)} characters)"
    return value if _fits(value, MAX_DEPTH) else text


def _fits(value: object, depth: int) -> bool:
    match value:
        case bool():
            return True
        case int():
            return value in INTEGERS
        case dict():
            return depth > 0 and all(_fits(inner, depth - 1) for inner in value.values())
        case list() | tuple():
            return depth > 0 and all(_fits(inner, depth - 1) for inner in value)
        case _:
            return True
