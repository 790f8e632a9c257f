"""Texts of the reference: values as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msc.ir.expressions import Expression, ScalarKind, ScalarValue, Variable
from msc.ir.triggers import Text
from msc.reference.names import Names
from msc.reference.rendering import rendered
from msc.reference.stored import Stored
from msc.reference.unit import Unit
from msc.reference.values import Value
from tests.unit.analyze.pocket import changed, system


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ScalarKind.DATE, date(2026, 2, 28), "2026-02-28"),
        # Pocket is in Berlin.
        (ScalarKind.TIMESTAMP, datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "2026-07-02 00:05"),
        (ScalarKind.DECIMAL, Decimal("2.50"), "2.50"),
        (ScalarKind.INT, 7, "7"),
        (ScalarKind.STRING, "two words", "two words"),
        (ScalarKind.BOOL, True, None),
    ],
)
def test_a_value_is_shown_as_in_the_zone_of_the_system(
    kind: ScalarKind, value: Value, text: str | None
) -> None:
    of = system(changed())
    names = Names(Stored.of(of, iter(())), Unit(), {"value": value})
    variable = Expression("value", Variable("value", ScalarValue(kind)))
    expected = None if text is None else f"On {text}."
    assert rendered(Text(("On ", variable, ".")), names) == expected
