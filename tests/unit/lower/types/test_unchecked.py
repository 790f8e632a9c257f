"""The values that only the check of a column refuses: no column is too narrow for one of them."""

from decimal import Decimal

import pytest

from msc.ir.fields import DecimalType, FieldType, IntegerType
from msc.lower.types import row

WIDEST = "9" * 29 + "." + "9" * 9


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (DecimalType(2, 4, minimum="0", maximum="99.98"), [Decimal("-0.01"), Decimal("99.99")]),
        (DecimalType(2, 4, minimum="-99.99", maximum="99.99"), []),
        # More digits than Python's decimals have unless they are told.
        (DecimalType(9, 38, maximum=f"{WIDEST[:-1]}8"), [Decimal(WIDEST)]),
        (IntegerType(0, 9), [-1, 10]),
        (IntegerType(-(2**63), 2**63 - 1), []),
        (IntegerType(-(2**63) + 1, 2**63 - 2), [-(2**63), 2**63 - 1]),
    ],
)
def test_values_are_the_next_ones_that_the_column_holds(
    type_: FieldType, values: list[Decimal | int]
) -> None:
    texts = row(type_).unchecked(type_)
    assert [eval(text, {"Decimal": Decimal}) for text in texts] == values
