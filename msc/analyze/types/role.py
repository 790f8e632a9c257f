"""`role`: one of the system's roles."""

from msc.analyze.context import Context
from msc.analyze.types.listed import ListedRow
from msc.analyze.types.row import Declaration
from msc.core.catalogue import architecture
from msc.ir.expressions import EnumValue
from msc.ir.fields import RoleType


class RoleRow(ListedRow[RoleType]):
    """Its values are the names in `roles`."""

    meaning = "one of `roles`"

    def resolve(self, context: Context, declared: Declaration) -> RoleType | None:
        roles = tuple(sorted(context.spec.roles))
        # The `authentication` section itself requires roles.
        if not roles and context.spec.authentication is None:
            context.report(
                architecture.NOT_CONFIGURED, (*declared.path, "type"), what="the type `role`",
                needed="a `roles` section",
            )  # fmt: skip
        return RoleType(roles) if roles else None

    def value(self, type_: RoleType, *, optional: bool) -> EnumValue:
        return EnumValue("role", type_.values, optional)


ROW = RoleRow()
