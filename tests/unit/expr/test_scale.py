"""How many decimal places a number has."""

import pytest

from msc.expr.scale import scale_of
from msc.ir.expressions import (
    Call,
    Constant,
    Node,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    Variable,
)

DECIMAL, INT = ScalarValue(ScalarKind.DECIMAL), ScalarValue(ScalarKind.INT)
TWO = Constant(2, INT)
PRICE = Select(Variable("tool", RowValue("tool")), "price", DECIMAL)
UNKNOWN = Select(Variable("tool", RowValue("tool")), "weight", DECIMAL)


def call(function: str, *arguments: Node) -> Call:
    return Call(function, arguments, DECIMAL)


@pytest.mark.parametrize(
    ("node", "places"),
    [
        (TWO, 0),
        (Constant("1.5", DECIMAL), 1),
        (Constant("20.0", DECIMAL), 0),
        (PRICE, 2),
        (call("-", PRICE), 2),
        (call("+", PRICE, Constant("0.125", DECIMAL)), 3),
        (call("*", PRICE, PRICE), 4),
        (call("*", PRICE, call("double", TWO)), 2),
        (call("/", PRICE, PRICE), None),
        (call("+", PRICE, UNKNOWN), None),
    ],
)
def test_places_follow_the_arithmetic(node: Node, places: int | None) -> None:
    assert scale_of(node, lambda field: 2 if field == PRICE else None) == places
