"""Regular expressions that mean the same in RE2 and Python and never backtrack exponentially.

RE2 never backtracks; Python does, so patterns that could make it try exponentially many paths are
rejected.
"""

import re
from collections.abc import Iterator

from cel_expr_python import cel

from msc.expr.pattern.escapes import Unreadable
from msc.expr.pattern.reading import read
from msc.expr.pattern.tree import (
    Anchor,
    Characters,
    Choice,
    Flags,
    Group,
    Part,
    Repeat,
    inner_parts,
)

type Finding = tuple[str, str]

MAX_UNBOUNDED = 3
MANY = 16
# `\B` differs in an empty text; the others are sets of other characters, or unknown to Python.
UNLIKE = {
    "s": (r"`\s` is not portable", r"write the characters: `[ \t]`"),
    "S": (r"`\S` is not portable", r"write the characters: `[^ \t]`"),
    "p": (r"`\p{…}` is not portable", "write the characters: `[A-Za-z]`"),
    "P": (r"`\P{…}` is not portable", "write the characters: `[^A-Za-z]`"),
    "B": (r"`\B` is not portable", r"use `\b`, or name the characters"),
}
END = r"\Z"
# A class in brackets, whose first character may be a bracket; what is escaped; or a character.
TOKEN = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.", re.DOTALL)


def pattern_problem(pattern: str) -> Finding | None:
    """Why the pattern cannot be used, or None."""
    try:
        parsed = read(pattern)
    except Unreadable as error:
        return f"`{pattern}` is not a valid pattern: {error.reason}", error.hint
    unlike = next(_unlike(parsed), None)
    return unlike or _slowness(parsed) or _engine_problem(pattern)


def _unlike(part: Part) -> Iterator[Finding]:
    """Syntax that the engines read differently."""
    match part:
        case Flags(letters) | Group(flags=letters) if letters:
            yield "flags are not supported", "write both cases: `[Aa]`"
        case Characters(classes=classes):
            yield from (UNLIKE[class_[0]] for class_ in classes if class_[0] in UNLIKE)
        case Anchor(sign) if sign in UNLIKE:
            yield UNLIKE[sign]
    for inner in inner_parts(part):
        yield from _unlike(inner)


def _slowness(parsed: Part) -> Finding | None:
    repeats: list[Repeat] = []
    if _is_slow(parsed, repeats, inside=False) or len(repeats) > MAX_UNBOUNDED:
        return (
            "this pattern can take exponential time",
            "do not repeat a part that itself repeats or has alternatives, and leave at most "
            f"{MAX_UNBOUNDED} parts freely",
        )
    return None


def _is_slow(part: Part, repeats: list[Repeat], *, inside: bool) -> bool:
    """Whether an alternative is repeated; collects parts that repeat without a small limit."""
    if isinstance(part, Choice) and inside:
        return True
    if isinstance(part, Repeat) and part.least != part.most:
        if inside:
            return True
        if part.most is None or part.most > MANY:
            repeats.append(part)
            inside = True
    return any(_is_slow(inner, repeats, inside=inside) for inner in inner_parts(part))


def _engine_problem(pattern: str) -> Finding | None:
    """Why an engine rejects a well-formed pattern, for example because of its size."""
    try:
        re.compile(python_pattern(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        return f"`{pattern}` is not a pattern of Python: {error}", "write it in another way"
    environment = cel.NewEnv(variables={"pattern": cel.Type.STRING})
    try:
        result = environment.compile("''.matches(pattern)").eval(data={"pattern": pattern})
    except RuntimeError:
        return f"`{pattern}` is not a pattern of RE2", "use the syntax of RE2"
    if isinstance(result.plain_value(), bool):
        return None
    return f"`{pattern}` is not a pattern of RE2", "use the syntax of RE2"


def python_pattern(pattern: str) -> str:
    """The pattern for Python, where `$` would also match before a trailing line break."""
    return "".join(END if token in ("$", r"\z") else token for token in TOKEN.findall(pattern))
