"""Exact numbers in the spec: bounds of integers, decimals and money."""

from decimal import Decimal, InvalidOperation

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.core.exact import EXACT, MAX_DIGITS
from msc.core.record import Record
from msc.ir.fields import IntegerType
from msc.model.fields import ValueSpec
from msc.model.places import Path

MAX_INTEGER = (1 << 63) - 1
MIN_INTEGER = -(1 << 63)


class Size(Record):
    """The precision and the scale of a decimal."""

    precision: int
    scale: int

    def holds(self, number: Decimal) -> bool:
        """Whether the digits before the decimal point fit."""
        return number.copy_abs() < Decimal(10) ** (self.precision - self.scale)

    @property
    def excess(self) -> str:
        """The message for a number with too many digits."""
        return f"it has more than {self.precision - self.scale} digits before the decimal point"


MONEY = Size(18, 2)


def decimal_of(value: object) -> Decimal | None:
    """The exact value of a numeric scalar, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MAX_DIGITS else None


def fixed(number: Decimal, scale: int) -> str | None:
    """The number with exactly `scale` places, or None if it has more."""
    rounded = number.quantize(Decimal(1).scaleb(-scale), context=EXACT)
    return format(rounded, "f") if rounded == number else None


def bounds(
    context: Context, spec: ValueSpec, size: Size, path: Path
) -> tuple[str | None, str | None]:
    """The bounds of a decimal, as texts with its scale."""
    low, high = (_bound(context, spec, key, size, path) for key in ("minimum", "maximum"))
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        _order(context, low, high, path)
    return low, high


def _bound(context: Context, spec: ValueSpec, key: str, size: Size, path: Path) -> str | None:
    value = getattr(spec, key)
    if value is None:
        return None
    number = decimal_of(value)
    text = None if number is None else fixed(number, size.scale)
    if number is None:
        reason = "expected a number"
    elif text is None:
        reason = f"it has more than {size.scale} decimal places"
    elif not size.holds(number):
        reason = size.excess
    else:
        return text
    context.report(
        codes.WRONG_VALUE, (*path, key), value=f"`{value}`", kind="a decimal", reason=reason
    )
    return None


def integer(context: Context, spec: ValueSpec, path: Path) -> IntegerType:
    """An integer within its bounds."""
    low, high = (_whole(context, spec, key, path) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low > high:
        _order(context, low, high, path)
    return IntegerType(low, high)


def _whole(context: Context, spec: ValueSpec, key: str, path: Path) -> int | None:
    value = getattr(spec, key)
    if value is None or (isinstance(value, int) and MIN_INTEGER <= value <= MAX_INTEGER):
        return value if isinstance(value, int) else None
    context.report(
        codes.WRONG_VALUE, (*path, key), value=f"`{value}`", kind="an integer",
        reason="expected an integer of at most 64 bits",
    )  # fmt: skip
    return None


def _order(context: Context, low: object, high: object, path: Path) -> None:
    context.report(
        codes.WRONG_VALUE, (*path, "minimum"), value=f"`{low}`", kind="a minimum",
        reason=f"it is above the maximum, {high}",
        hint="raise the maximum, or lower the minimum",
    )  # fmt: skip
