"""Texts of messages as Python code say what their authors wrote."""

from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.check import check
from msc.ir.expressions import Expression, ScalarKind, ScalarValue
from msc.ir.triggers import Text
from msc.lower.shapes.texts import text_code, text_literal
from tests.property.expressions.model import SCOPE

WORDS = st.lists(
    st.sampled_from(["{", "}", "{{", "}}", "}{", " ", '"', "\\", "\n", "x" * 30, "Größe", "a b"]),
    max_size=12,
).map("".join)


def name() -> Expression:
    checked = check("name", SCOPE.with_variables(("name", ScalarValue(ScalarKind.STRING))))
    assert isinstance(checked, Expression)
    return checked


@settings(max_examples=300, deadline=None, derandomize=True)
@given(before=WORDS, after=WORDS, shown=WORDS)
def test_a_text_shows_its_words_and_its_values(before: str, after: str, shown: str) -> None:
    text = Text(tuple(part for part in (before, name(), after) if part != ""))
    assert eval(text_code(text, {"name": "name"}).text, {"name": shown}) == before + shown + after
    literal = text_literal(text, lambda _path, _type: shown, "UTC")
    assert eval(literal, {}) == before + shown + after
