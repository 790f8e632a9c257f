"""Common behaviour of decimals and money."""

import math
from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal

from msc.core.exact import EXACT
from msc.expr.evaluate import Value
from msc.ir.fields import ExactType, Field, Literal
from msc.lower.pycode import Import, literal
from msc.lower.types.ranges import MANY, numbered_integer, range_constraints, range_terms
from msc.lower.types.row import Case, TypeRow
from msc.lower.types.texts import wire_text

DECIMAL: Import = ("decimal", "Decimal")


class ExactRow[T: ExactType](TypeRow[T]):
    """A type of exact decimal numbers."""

    is_ordered = True
    has_literals = True

    @abstractmethod
    def precision(self, type_: T) -> int:
        """The maximum number of digits."""

    @abstractmethod
    def scale(self, type_: T) -> int:
        """The number of digits after the decimal point."""

    def annotation(self, type_: T) -> str:
        return "Decimal"

    def imports(self, type_: T) -> tuple[Import, ...]:
        return (DECIMAL,)

    def wire(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        return "ExactDecimal", (("shared.values", "ExactDecimal"),)

    def input(self, type_: T) -> tuple[str, tuple[Import, ...]]:
        return "DecimalText", (("shared.inputs", "DecimalText"),)

    def constraints(self, type_: T) -> tuple[str, ...]:
        limits = [type_.minimum, type_.maximum]
        precision, scale = self.precision(type_), self.scale(type_)
        if precision == scale:
            # Pydantic counts the 0 before the point as a digit.
            precision += 1
            widest = f"{self._widest(type_):f}"
            limits = [type_.minimum or f"-{widest}", type_.maximum or widest]
        low, high = (None if limit is None else literal(Decimal(limit)) for limit in limits)
        digits = f"max_digits={precision}"
        return (*range_constraints(low, high), digits, f"decimal_places={scale}")

    def _widest(self, type_: T) -> Decimal:
        """The largest number with this precision."""
        return Decimal("9" * self.precision(type_)).scaleb(-self.scale(type_), context=EXACT)

    def column(self, type_: T) -> str:
        return f"Numeric({self.precision(type_)}, {self.scale(type_)})"

    def check_terms(self, type_: T) -> tuple[str, ...]:
        limits = (type_.minimum, type_.maximum)
        return range_terms(*(None if limit is None else Decimal(limit) for limit in limits))

    def constant(self, type_: T, value: Literal) -> tuple[str, tuple[Import, ...]]:
        return literal(Decimal(str(value))), (DECIMAL,)

    def places(self, type_: T) -> int | None:
        return self.scale(type_)

    def held(self, type_: T, value: Value) -> Value:
        return self.scaled(type_, str(value)) if isinstance(value, int | Decimal) else value

    def scaled(self, type_: T, text: str) -> Decimal:
        """The number with the type's scale."""
        return Decimal(text).quantize(Decimal(1).scaleb(-self.scale(type_)), context=EXACT)

    def sample(self, type_: T) -> Value:
        if type_.minimum is not None:
            return self.scaled(type_, type_.minimum)
        high = Decimal(type_.maximum) if type_.maximum is not None else self._widest(type_)
        return self.scaled(type_, str(min(Decimal(1), high)))

    def choices(self, type_: T) -> tuple[Value, ...]:
        limits = (type_.minimum, type_.maximum)
        return tuple(self.scaled(type_, limit) for limit in limits if limit is not None)

    def others(self, type_: T) -> tuple[Value, ...]:
        sample, step = self.sample(type_), Decimal(1).scaleb(-self.scale(type_))
        assert isinstance(sample, Decimal)
        beside = (EXACT.add(sample, step), EXACT.subtract(sample, step))
        return tuple(number for number in beside if self.accepts(type_, number))

    def accepts(self, type_: T, value: Value) -> bool:
        if not isinstance(value, Decimal) or value.copy_abs() > self._widest(type_):
            return False
        low, high = type_.minimum, type_.maximum
        if low is not None and value < Decimal(low):
            return False
        return high is None or value <= Decimal(high)

    def literal_value(self, type_: T, value: Literal) -> Value:
        return self.scaled(type_, str(value))

    def numbered(self, field: Field, type_: T) -> str:
        low, high, scale = type_.minimum, type_.maximum, self.scale(type_)
        least = None if low is None else math.ceil(Decimal(low))
        digits = self.precision(type_) - scale
        if not digits and low is None and high is None:
            return f'f"0.{{number % {10**scale}:0{scale}d}}"'
        most = None if high is None else math.floor(Decimal(high))
        if most is None and len(str(MANY)) > digits:
            least, most = least or 0, 10**digits - 1
        if least is not None and most is not None and most < least:
            return literal(f"{Decimal(low or 0):.{scale}f}")
        whole = numbered_integer(least, most) if least or most is not None else "number"
        fraction = f".{'0' * scale}" if scale else ""
        return f'f"{{{whole}}}{fraction}"'

    def invalid(self, type_: T) -> Iterator[str]:
        low, high = type_.minimum, type_.maximum
        step = Decimal(1).scaleb(-self.scale(type_))
        yield '"much"'
        yield from [] if low is None else [literal(f"{EXACT.subtract(Decimal(low), step):f}")]
        yield from [] if high is None else [literal(f"{EXACT.add(Decimal(high), step):f}")]
        within = Decimal(low or high or 0)
        yield literal(f"{within + step / 10 if low or not high else within - step / 10:f}")

    def bounds(self, type_: T) -> Iterator[tuple[str, Value]]:
        for about, text in (("the minimum", type_.minimum), ("the maximum", type_.maximum)):
            yield about, None if text is None else self.scaled(type_, text)

    def beyond(self, type_: T) -> Iterator[Case]:
        low, high, scale = type_.minimum, type_.maximum, self.scale(type_)
        step = Decimal(1).scaleb(-scale)
        if low is not None:
            below = EXACT.subtract(self.scaled(type_, low), step)
            yield Case("below the minimum", wire_text(below))
        if high is not None:
            above = EXACT.add(self.scaled(type_, high), step)
            yield Case("above the maximum", wire_text(above))
        middle = self.scaled(type_, low or high or str(self.sample(type_)))
        yield Case("too many decimals", literal(f"{middle:f}{'' if scale else '.'}1"))

    def malformed(self, type_: T) -> Iterator[Case]:
        yield Case("no number", literal("many"))

    def unchecked(self, type_: T) -> Iterator[str]:
        step, widest = Decimal(1).scaleb(-self.scale(type_)), self._widest(type_)
        outside = [
            EXACT.add(Decimal(limit), away)
            for limit, away in ((type_.minimum, -step), (type_.maximum, step))
            if limit is not None
        ]
        # What has more digits than the column is refused for that.
        yield from (literal(value) for value in outside if value.copy_abs() <= widest)

    def spoiled(self, type_: T) -> str:
        return "1"
