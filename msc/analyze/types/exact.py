"""Common behaviour of exact decimal types."""

from abc import abstractmethod
from decimal import Decimal

from pydantic import TypeAdapter

from msc.analyze import numbers
from msc.analyze.types.row import TypeRow, Unfit, within
from msc.ir.expressions import ScalarKind
from msc.ir.fields import ExactType, Literal


class ExactRow[T: ExactType](TypeRow[T]):
    """A decimal with a fixed scale and optional bounds."""

    kind = ScalarKind.DECIMAL
    read_as = TypeAdapter(Decimal)
    example = '"12.50"'

    @abstractmethod
    def size(self, type_: T) -> numbers.Size:
        """The precision and scale."""

    def places(self, type_: T) -> int:
        return self.size(type_).scale

    def literal(self, type_: T, value: object) -> Literal:
        number, size = numbers.decimal_of(value), self.size(type_)
        low, high = type_.minimum, type_.maximum
        if number is None:
            raise Unfit("expected a number")
        if not size.holds(number):
            raise Unfit(size.excess)
        within(
            number, None if low is None else Decimal(low), None if high is None else Decimal(high)
        )
        text = numbers.fixed(number, size.scale)
        if text is None:
            raise Unfit(f"it has at most {size.scale} decimal places")
        return text

    def sent(self, type_: T, value: object) -> None:
        self.literal(type_, format(self.read(value), "f"))
