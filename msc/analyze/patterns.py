"""Patterns of fields: what keeps one from being checked in every service, and what to write."""

import re

from pydantic_core import SchemaError, SchemaValidator, core_schema

AROUND = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9]|\(\?P=")
REPEATED = re.compile(r"\{(\d+)(?:,(\d*))?\}")
MANY = 1_000
ANCHORS = {r"\A": "^", r"\Z": "$", r"\z": "$"}
ESCAPED = re.compile(r"\\.", re.DOTALL)

type Finding = tuple[str, str]
"""Why a pattern cannot be used, and what to do."""


def pattern_problem(pattern: str) -> Finding | None:
    """What is wrong with the pattern of a field, or None."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        hint = "correct it; before a character that means itself stands a backslash"
        return f"it cannot be read: {error}", hint
    if _is_checked(pattern):
        return None
    return _anchors(pattern) or _repetition(pattern) or _unknown(pattern)


def _is_checked(pattern: str) -> bool:
    """Whether the services can check it, whose engine takes linear time."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


def _anchors(pattern: str) -> Finding | None:
    plain = ESCAPED.sub(lambda found: ANCHORS.get(found[0], found[0]), pattern)
    if plain == pattern or not _is_checked(plain):
        return None
    return "`\\A` and `\\Z` are not the same everywhere", f"write `{plain}`"


def _repetition(pattern: str) -> Finding | None:
    for found in REPEATED.finditer(pattern):
        least, most = int(found[1]), int(found[2] or found[1])
        if most > MANY:
            open_ended = "*" if least == 0 else "+" if least == 1 else f"{{{least},}}"
            plain = f"{pattern[: found.start()]}{open_ended}{pattern[found.end() :]}"
            if _is_checked(plain):
                return (
                    f"it repeats a part {most:,} times, which takes too long to check",
                    f"write `{plain}` with `max_length: {most}`",
                )
    return None


def _unknown(pattern: str) -> Finding:
    if AROUND.search(pattern):
        return (
            "look-around and back references cannot be checked in linear time",
            "say it with several patterns in a rule: `x.matches('…') && !x.matches('…')`",
        )
    return "only Python reads it", "use the syntax of RE2"
