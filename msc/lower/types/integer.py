"""A 64-bit integer."""

from collections.abc import Iterator

from msc.expr.evaluate import Value
from msc.ir.fields import Field, IntegerType
from msc.lower.pycode import Import, literal
from msc.lower.types.ranges import numbered_integer, range_constraints, range_terms
from msc.lower.types.row import Case, TypeRow

LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1


class IntegerRow(TypeRow[IntegerType]):
    """A 64-bit integer."""

    is_ordered = True
    has_literals = True
    # The driver writes a number as `int` when it has room there.
    bson = ("int", "long")

    def annotation(self, type_: IntegerType) -> str:
        return "int"

    def input(self, type_: IntegerType) -> tuple[str, tuple[Import, ...]]:
        return "StrictInt", (("pydantic", "StrictInt"),)

    def query(self, type_: IntegerType) -> tuple[str, tuple[Import, ...]]:
        return "IntegerText", (("shared.inputs", "IntegerText"),)

    def constraints(self, type_: IntegerType) -> tuple[str, ...]:
        low = LOWEST if type_.minimum is None else type_.minimum
        high = HIGHEST if type_.maximum is None else type_.maximum
        return range_constraints(str(low), str(high))

    def column(self, type_: IntegerType) -> str:
        return "BigInteger()"

    def check_terms(self, type_: IntegerType) -> tuple[str, ...]:
        return range_terms(type_.minimum, type_.maximum)

    def sample(self, type_: IntegerType) -> Value:
        if type_.minimum is not None:
            return type_.minimum
        return 1 if type_.maximum is None else min(1, type_.maximum)

    def choices(self, type_: IntegerType) -> tuple[Value, ...]:
        return tuple(bound for bound in (type_.minimum, type_.maximum) if bound is not None)

    def others(self, type_: IntegerType) -> tuple[Value, ...]:
        sample = self.sample(type_)
        assert isinstance(sample, int)
        beside = (sample + 1, sample - 1)
        return tuple(number for number in beside if self.accepts(type_, number))

    def accepts(self, type_: IntegerType, value: Value) -> bool:
        low, high = type_.minimum, type_.maximum
        if not isinstance(value, int):
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    def numbered(self, field: Field, type_: IntegerType) -> str:
        return numbered_integer(type_.minimum, type_.maximum)

    def invalid(self, type_: IntegerType) -> Iterator[str]:
        yield '"many"'
        yield literal((LOWEST if type_.minimum is None else type_.minimum) - 1)
        yield literal((HIGHEST if type_.maximum is None else type_.maximum) + 1)

    def bounds(self, type_: IntegerType) -> Iterator[tuple[str, Value]]:
        yield "the minimum", type_.minimum
        yield "the maximum", type_.maximum

    def beyond(self, type_: IntegerType) -> Iterator[Case]:
        if type_.minimum is not None:
            yield Case("below the minimum", literal(type_.minimum - 1))
        if type_.maximum is not None:
            yield Case("above the maximum", literal(type_.maximum + 1))

    def malformed(self, type_: IntegerType) -> Iterator[Case]:
        yield Case("no number", literal("many"))

    def unchecked(self, type_: IntegerType) -> Iterator[str]:
        # What is wider than the column is refused for that.
        if type_.minimum is not None and type_.minimum > LOWEST:
            yield literal(type_.minimum - 1)
        if type_.maximum is not None and type_.maximum < HIGHEST:
            yield literal(type_.maximum + 1)


ROW = IntegerRow()
