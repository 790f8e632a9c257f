"""Regular expressions that mean the same in RE2 and in Python, and take no time to blow up in.

RE2 never backtracks; Python does, so what could make it try exponentially many ways is refused.
"""

import re
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from cel_expr_python import cel

type Finding = tuple[str, str]

MAX_UNBOUNDED = 3
MANY = 16
ALLOWED = frozenset({
    "LITERAL", "NOT_LITERAL", "ANY", "IN", "BRANCH", "SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "AT",
})  # fmt: skip
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})
BLANKS = frozenset({"CATEGORY_SPACE", "CATEGORY_NOT_SPACE"})


def pattern_problem(pattern: str) -> Finding | None:
    """What keeps the pattern from being used, or None."""
    try:
        parsed = _parser.parse(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        return f"`{pattern}` is not a pattern: {error}", "use the syntax of RE2"
    if parsed.state.flags != re.ASCII:
        return "a pattern has no flags", "write both cases: `[Aa]`"
    repeats: list[int] = []
    found = _walk(parsed, repeats, inside=False) or _re2_problem(pattern)
    if found is None and len(repeats) > MAX_UNBOUNDED:
        return _slow()
    return found


def _walk(parsed: Any, repeats: list[int], *, inside: bool) -> Finding | None:
    for operator, argument in parsed:
        name = str(operator)
        if name not in ALLOWED:
            return "the pattern looks around or back", "use only what RE2 has"
        found = _part(name, argument, repeats, inside=inside)
        if found is not None:
            return found
    return None


def _part(name: str, argument: Any, repeats: list[int], *, inside: bool) -> Finding | None:
    if name in REPEATS:
        return _repeat(argument, repeats, inside=inside)
    if name == "IN" and any(str(value) in BLANKS for _, value in argument):
        return "`\\s` is not the same set everywhere", "write the characters: `[ \\t]`"
    if name == "SUBPATTERN":
        return _walk(argument[3], repeats, inside=inside)
    if name == "BRANCH":
        if inside:
            return _slow()
        for each in argument[1]:
            found = _walk(each, repeats, inside=inside)
            if found is not None:
                return found
    return None


def _repeat(argument: Any, repeats: list[int], *, inside: bool) -> Finding | None:
    least, most, body = argument
    if inside and least != most:
        return _slow()
    many = most == _constants.MAXREPEAT or most > MANY
    if many and least != most:
        repeats.append(most)
    return _walk(body, repeats, inside=inside or (many and least != most))


def _slow() -> Finding:
    return (
        "a text could make this pattern take very long",
        f"repeat nothing that itself repeats or chooses, and at most {MAX_UNBOUNDED} parts freely",
    )


def _re2_problem(pattern: str) -> Finding | None:
    environment = cel.NewEnv(variables={"pattern": cel.Type.STRING})
    try:
        found = environment.compile("''.matches(pattern)").eval(data={"pattern": pattern})
    except RuntimeError:
        return f"`{pattern}` is not a pattern of RE2", "use the syntax of RE2"
    if isinstance(found.plain_value(), bool):
        return None
    return f"`{pattern}` is not a pattern of RE2", "use the syntax of RE2"


def python_pattern(pattern: str) -> str:
    """The pattern for Python, whose `$` would also match before a last line break."""
    made, position, in_class = "", 0, False
    while position < len(pattern):
        character = pattern[position]
        width = 2 if character == "\\" else 1
        if width == 1 and character in "[]":
            in_class = character == "[" or (in_class and character != "]")
        ends = width == 1 and character == "$" and not in_class
        made += r"\Z" if ends else pattern[position : position + width]
        position += width
    return made
