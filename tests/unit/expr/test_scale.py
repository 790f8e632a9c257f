"""How many decimal places a number has."""

import pytest

from msc.expr.scale import most_places, scale_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    ListValue,
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
        (call("round", call("/", PRICE, PRICE), TWO), 2),
        (call("+", PRICE, UNKNOWN), None),
    ],
)
def test_places_follow_the_arithmetic(node: Node, places: int | None) -> None:
    assert scale_of(node, lambda field: 2 if field == PRICE else None) == places


CENT, MILLE = Constant("0.01", DECIMAL), Constant("0.001", DECIMAL)
NUMBERS = ListLiteral((CENT, MILLE), ListValue(DECIMAL))
ITEM = Variable("n", DECIMAL)


@pytest.mark.parametrize(
    ("node", "places"),
    [
        (Constant("20.0", DECIMAL), 0),
        (Constant("1.50", DECIMAL), 1),
        (PRICE, 2),
        (call("?:", Constant(True, ScalarValue(ScalarKind.BOOL)), CENT, MILLE), 3),
        (call("*", PRICE, MILLE), 5),
        (call("/", PRICE, PRICE), None),
        (call("-", PRICE, UNKNOWN), None),
        (call("round", UNKNOWN, TWO), 2),
        (call("sum", NUMBERS), 3),
        (call("sum", Comprehension(ComprehensionKind.FILTER, NUMBERS, "n", ITEM, NUMBERS.type)), 3),
        (
            call(
                "sum",
                Comprehension(
                    ComprehensionKind.MAP, NUMBERS, "n", call("*", ITEM, PRICE), NUMBERS.type
                ),
            ),
            5,
        ),
    ],
)
def test_the_most_places_follow_every_way(node: Node, places: int | None) -> None:
    assert most_places(node, lambda field: 2 if field == PRICE else None) == places
