"""Field patterns: what prevents one from being checked in every service, and what to write."""

import re

from msc.expr.pattern.escapes import Unreadable
from msc.expr.pattern.fields import is_checked
from msc.expr.pattern.reading import read

AROUND = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9]|\(\?P=")
REPEATED = re.compile(r"\{(\d+)(?:,(\d*))?\}")
MANY = 1_000
ANCHORS = {r"\A": "^", r"\Z": "$", r"\z": "$"}
ESCAPED = re.compile(r"\\.", re.DOTALL)

type Finding = tuple[str, str]
"""Why a pattern cannot be used, and what to do."""


def pattern_problem(pattern: str) -> Finding | None:
    """The problem of a field's pattern, or None."""
    checked = is_checked(pattern)
    problem = None if checked else _around(pattern) or _anchors(pattern) or _repetition(pattern)
    if problem is not None:
        return problem
    try:
        read(pattern)
    except Unreadable as error:
        return f"it cannot be read: {error.reason}", error.hint
    return None if checked else ("it cannot be checked", "use the syntax of RE2")


def _around(pattern: str) -> Finding | None:
    if not AROUND.search(pattern):
        return None
    return (
        "look-around and back references cannot be checked in linear time",
        "use several patterns in a rule: `x.matches('…') && !x.matches('…')`",
    )


def _anchors(pattern: str) -> Finding | None:
    plain = ESCAPED.sub(lambda match: ANCHORS.get(match[0], match[0]), pattern)
    if plain == pattern or not is_checked(plain):
        return None
    return "`\\A` and `\\Z` are not portable", f"write `{plain}`"


def _repetition(pattern: str) -> Finding | None:
    for match in REPEATED.finditer(pattern):
        least, most = int(match[1]), int(match[2] or match[1])
        if most > MANY:
            open_ended = "*" if least == 0 else "+" if least == 1 else f"{{{least},}}"
            plain = f"{pattern[: match.start()]}{open_ended}{pattern[match.end() :]}"
            if is_checked(plain):
                return (
                    f"it repeats a part {most:,} times, which takes too long to check",
                    f"write `{plain}` with `max_length: {most}`",
                )
    return None
