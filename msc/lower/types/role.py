"""One of the system's roles."""

from msc.ir.fields import RoleType
from msc.lower.types.listed import ListedRow


class RoleRow(ListedRow[RoleType]):
    """One of the system's roles."""

    def annotation(self, type_: RoleType) -> str:
        return "Role"


ROW = RoleRow()
