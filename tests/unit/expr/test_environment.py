"""What CEL is told of a scope: enough for every expression, and no more than it names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.environment import environment
from msc.expr.scope import Entities, Scope
from msc.expr.wire import Raw, decode
from msc.ir.expressions import ListValue, RecordValue, RowValue, ScalarKind, ScalarValue

STRING, DECIMAL = ScalarValue(ScalarKind.STRING), ScalarValue(ScalarKind.DECIMAL)
ENTITIES = Entities(
    (
        ("user", (("name", STRING), ("manager", RowValue("user", optional=True)))),
        ("loan", (("borrower", RowValue("user")), ("amount", DECIMAL))),
        ("payment", (("loan", RowValue("loan")),)),
    ),
    {"loans": ListValue(RowValue("loan"), stored=True)},
)
SCOPE = Scope(
    ENTITIES,
    (
        ("actor", RowValue("user")),
        ("payment", RowValue("payment")),
        ("input", RecordValue((("name", STRING), ("amount", DECIMAL)))),
    ),
    has_collections=True,
)
EVERYTHING = "actor payment loans now today input name amount"
WORDS = [
    "actor", "payment", "loans", "loan", "now", "today", "input", "name", "amount", "borrower",
    "manager", ".", ".", "==", "+", "(", ")", "'name'", "1", "null", "filter", "l", ",", "unknown",
]  # fmt: skip
EXPRESSIONS = [
    "payment.loan.borrower.manager.name == input.name",
    "loans.filter(l, l.borrower == actor && l.amount > input.amount)",
    "loans.exists(actor, actor.amount > 1.0)",
    "input.name == 'actor' || now < now + hours(1)",
]


def outcome(text: str, declared: str) -> Raw | str:
    """The checked tree, or the complaint, where CEL knows what `declared` names."""
    try:
        return decode(bytes(environment(declared, SCOPE).compile(text).serialize())).root
    except (RuntimeError, ValueError) as error:
        return str(error)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
def test_verdict_is_that_of_the_whole_scope(text: str) -> None:
    assert outcome(text, text) == outcome(text, EVERYTHING)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_names_of_an_expression_are_declared(text: str) -> None:
    compiled = outcome(text, text)
    assert not isinstance(compiled, str)
    assert compiled == outcome(text, EVERYTHING)


def test_expressions_that_name_the_same_share_an_environment() -> None:
    one, other = "actor.name == input.name", "input.name != actor.name"
    assert environment(one, SCOPE) is environment(other, SCOPE)
    assert environment("actor == actor", SCOPE) is not environment(one, SCOPE)
