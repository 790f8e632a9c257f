"""An exact amount of the system's currency."""

from msc.ir.fields import MoneyType
from msc.lower.types.exact import ExactRow

PRECISION, SCALE = 18, 2


class MoneyRow(ExactRow[MoneyType]):
    """An exact amount of the system's currency."""

    def precision(self, type_: MoneyType) -> int:
        return PRECISION

    def scale(self, type_: MoneyType) -> int:
        return SCALE


ROW = MoneyRow()
