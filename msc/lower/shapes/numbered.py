"""Values of fields in JSON: valid ones that vary by number, and invalid ones.

All are Python expressions; the valid ones read a variable `number`.
"""

import re

from msc.ir.fields import Field
from msc.lower.types import row

# Where a type has few values they come again and again, which only a remainder brings about.
PERIOD = re.compile(r"number % (\d+)")
# Of so many values, each belongs to few enough rows for a database to look them up.
ENOUGH = 8


def numbered(field: Field) -> str:
    """A value that the field accepts, different for each number if the type has enough values."""
    return row(field.type).numbered(field, field.type)


def is_varied(field: Field) -> bool:
    """Whether few of the rows that get such values have one of them in common."""
    text = numbered(field)
    period = PERIOD.search(text)
    return int(period[1]) >= ENOUGH if period else "number" in text


def invalid(field: Field) -> tuple[str, ...]:
    """Values that the field rejects, each for a different reason."""
    missing = () if field.optional else ("None",)
    return tuple(dict.fromkeys((*missing, *row(field.type).invalid(field.type))))
