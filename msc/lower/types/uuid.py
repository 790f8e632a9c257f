"""A universally unique identifier."""

from msc.ir.fields import UuidType
from msc.lower.types.identifier import IdentifierRow


class UuidRow(IdentifierRow[UuidType]):
    """A universally unique identifier."""


ROW = UuidRow()
