"""`money`: an exact amount of the system's currency."""

from msc.analyze import numbers
from msc.analyze.context import Context
from msc.analyze.types.exact import ExactRow
from msc.analyze.types.row import Declaration
from msc.ir.fields import MoneyType


class MoneyRow(ExactRow[MoneyType]):
    """An amount in the one currency of the system."""

    meaning = "an amount of the system's currency, exact, with two decimal places"
    keys = ("minimum", "maximum")

    def size(self, type_: MoneyType) -> numbers.Size:
        return numbers.MONEY

    def resolve(self, context: Context, declared: Declaration) -> MoneyType:
        low, high = numbers.bounds(context, declared.spec, numbers.MONEY, declared.path)
        return MoneyType(context.spec.system.currency, low, high)


ROW = MoneyRow()
