"""An exact decimal."""

from msc.ir.fields import DecimalType
from msc.lower.types.exact import ExactRow


class DecimalRow(ExactRow[DecimalType]):
    """An exact decimal with the type's own precision."""

    def precision(self, type_: DecimalType) -> int:
        return type_.precision

    def scale(self, type_: DecimalType) -> int:
        return type_.scale


ROW = DecimalRow()
