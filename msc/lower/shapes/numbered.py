"""Values of fields in JSON: valid ones that vary by number, and invalid ones.

All are Python expressions; the valid ones read a variable `number`.
"""

from msc.ir.fields import Field
from msc.lower.types import row


def numbered(field: Field) -> str:
    """A value that the field accepts, different for each number if the type has enough values."""
    return row(field.type).numbered(field, field.type)


def invalid(field: Field) -> tuple[str, ...]:
    """Values that the field rejects, each for a different reason."""
    missing = () if field.optional else ("None",)
    return tuple(dict.fromkeys((*missing, *row(field.type).invalid(field.type))))
