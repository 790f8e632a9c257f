"""Conversions between column types, and their risks."""

import re

from msc.core.record import Record

TEXTS = frozenset({"String", "Text"})
# The types that PostgreSQL converts from and to text independently of settings.
READABLE = {"BigInteger": "bigint", "Uuid": "uuid", "Boolean": "boolean", "Numeric": "numeric"}


class Conversion(Record):
    """A conversion of values to another type.

    In the SQL of `using`, {column} is the column, and {zone} the time zone that determines dates.
    Without `using`, PostgreSQL converts implicitly. A value that does not fit aborts the revision;
    a `lossy` conversion silently drops digits or the time of day.
    """

    using: str | None = None
    lossy: bool = False


def conversion(old: str, new: str) -> Conversion | None:
    """The conversion between two column types as SQLAlchemy expressions, or None."""
    one, other = _head(old), _head(new)
    match one, other:
        case _ if old == new or {one, other} <= TEXTS or (one, other) == ("BigInteger", "Numeric"):
            return Conversion()
        case "Numeric", "Numeric":
            return Conversion(lossy=_scale(new) < _scale(old))
        case "Numeric", "BigInteger":
            return Conversion(lossy=True)
        case "Date", "DateTime":
            return Conversion("{column}::timestamp AT TIME ZONE {zone}")
        case "DateTime", "Date":
            return Conversion("({column} AT TIME ZONE {zone})::date", lossy=True)
        case _ if other in TEXTS and one in READABLE:
            return Conversion("{column}::text")
        case _ if one in TEXTS and other in READABLE:
            return Conversion(f"{{column}}::{READABLE[other]}", lossy=other == "Numeric")
        case _:
            return None


def _head(type_: str) -> str:
    return type_.partition("(")[0]


def _scale(type_: str) -> int:
    match = re.fullmatch(r"Numeric\(\d+, (\d+)\)", type_)
    assert match is not None
    return int(match[1])
