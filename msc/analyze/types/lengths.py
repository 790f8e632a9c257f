"""Common behaviour of text types: lengths and patterns."""

import re

from msc.analyze.context import Context
from msc.analyze.types.row import Declaration, Unfit
from msc.core.catalogue import types as codes
from msc.expr.pattern.fields import is_checked, matches

DEFAULT_LENGTH = 255
MAX_LENGTH = 1_000_000
# What the emitted `shared/inputs.py` refuses in a line: a test holds the two to each other.
NO_PART_OF_A_LINE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)


def lengths(context: Context, declared: Declaration, longest: int | None) -> tuple[int, int | None]:
    """The minimum and maximum length; `longest` is the default maximum."""
    spec, path = declared.spec, declared.path
    for key in ("min_length", "max_length"):
        value = getattr(spec, key)
        least = 0 if key == "min_length" else 1
        if value is not None and not least <= value <= MAX_LENGTH:
            context.report(
                codes.WRONG_VALUE, (*path, key), value=f"`{value}`", kind="a length",
                reason=f"it is from {least} to {MAX_LENGTH:,}",
            )  # fmt: skip
    low, high = spec.min_length or 0, spec.max_length or longest
    if high is not None and low > high:
        context.report(
            codes.WRONG_VALUE, (*path, "min_length"), value=f"`{low}`", kind="a least length",
            reason=f"it is above the greatest, {high}",
        )  # fmt: skip
    return low, high


def line(value: object, shortest: int, longest: int | None, pattern: str | None = None) -> str:
    """A text within its bounds, on one line; raises Unfit."""
    written = text(value, shortest, longest, pattern)
    if NO_PART_OF_A_LINE.search(written):
        raise Unfit(
            "it has a line break or an invisible character, and a `string` is one line without",
            "take it out, or declare the field as `text`",
        )
    return written


def text(value: object, shortest: int, longest: int | None, pattern: str | None = None) -> str:
    """A text within its bounds; raises Unfit."""
    if not isinstance(value, str):
        raise Unfit("expected a text; put it in quotes")
    if len(value) < shortest:
        raise Unfit(f"it has {len(value)} characters, and the minimum is {shortest}")
    if longest is not None and len(value) > longest:
        raise Unfit(f"it has {len(value)} characters, and the maximum is {longest}")
    if "\0" in value:
        raise Unfit("it has the character NUL, which no database takes")
    # A pattern that is none is reported where it is written.
    if pattern is not None and is_checked(pattern) and not matches(pattern, value):
        raise Unfit("it does not match the pattern")
    return value
