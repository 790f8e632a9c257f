"""The identifier of a row of another entity."""

from msc.ir.fields import ReferenceType
from msc.lower.types.identifier import IdentifierRow


class ReferenceRow(IdentifierRow[ReferenceType]):
    """The identifier of a row of another entity."""


ROW = ReferenceRow()
