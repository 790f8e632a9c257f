"""Expressions that are not checked again, and those that have to be."""

import pytest

from msc.expr import known
from msc.expr.known import KnownExpressions
from msc.expr.scope import Entities, Scope
from msc.ir.expressions import Expression, RowValue, ScalarKind, ScalarValue, ValueType

TEXT = "loan.owner.age > 3"
INTEGER, STRING = ScalarValue(ScalarKind.INT), ScalarValue(ScalarKind.STRING)
BOOL = ScalarValue(ScalarKind.BOOL)


def scope(age: ValueType = INTEGER) -> Scope:
    fields = {"loan": (("owner", RowValue("person")),), "person": (("age", age),)}
    return Scope(Entities(tuple(fields.items())), (("loan", RowValue("loan")), ("other", BOOL)))


@pytest.fixture
def earlier() -> dict[bytes, Expression]:
    first = KnownExpressions()
    assert isinstance(first.check(TEXT, scope(), BOOL), Expression)
    return first.used


def test_what_is_as_it_was_is_not_checked_again(
    earlier: dict[bytes, Expression], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_checked", lambda *_: pytest.fail("it was checked"))
    second = KnownExpressions(earlier)
    assert second.check(TEXT, scope(), BOOL) == next(iter(earlier.values()))
    assert second.used == earlier


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        (TEXT.replace("3", "4"), scope(), BOOL),
        (TEXT, scope(ScalarValue(ScalarKind.DECIMAL)), BOOL),
        (TEXT, scope(STRING), BOOL),
        (TEXT, scope(), STRING),
    ],
    ids=["text", "type", "mistake", "expectation"],
)
def test_what_changed_is_checked(
    earlier: dict[bytes, Expression], text: str, place: Scope, expected: ValueType
) -> None:
    again, afresh = KnownExpressions(earlier), KnownExpressions()
    assert again.check(text, place, expected) == afresh.check(text, place, expected)
    assert again.used.keys().isdisjoint(earlier)


def test_a_mistake_is_not_kept() -> None:
    expressions = KnownExpressions()
    assert not isinstance(expressions.check("loan.nothing", scope()), Expression)
    assert expressions.used == {}
