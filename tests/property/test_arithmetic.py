"""What is computed means the same in CEL, in Python and in SQL, whatever stands in brackets."""

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.sql import compile_condition
from msc.ir.expressions import Expression, RowValue
from tests.property.expressions.evaluator import official
from tests.property.expressions.model import KINDS, SCOPE

ROW = SimpleNamespace(a_int=7)
INPUT = SimpleNamespace(a_int=5)
VALUES = {"row": vars(ROW), "input": vars(INPUT)}
WITH_ROW = SCOPE.with_variables(("row", RowValue("person")))
# The database's own functions: a literal with a type is the literal.
SQL = {
    "Person": ROW, "parameters": SimpleNamespace(input_a_int=5), "BigInteger": lambda: None,
    "literal": lambda value, _: value,
}  # fmt: skip

SIMPLE = st.sampled_from(("row.a_int", "input.a_int", "1", "2", "3"))
TERMS = st.recursive(
    SIMPLE,
    lambda inner: st.builds(
        "{}{} {} {}".format,
        st.sampled_from(("", "", "-")),
        st.one_of(SIMPLE, st.builds("({})".format, inner)),
        st.sampled_from("+-*"),
        st.one_of(inner, st.builds("({})".format, inner)),
    ),
    max_leaves=5,
)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(TERMS)
def test_brackets_stay_where_they_mean_something(term: str) -> None:
    value = official(term, VALUES)
    text = f"{term} == {value}"
    checked = check(text, WITH_ROW, KINDS["bool"])
    assert isinstance(checked, Expression), (text, checked)
    python = compile_python(checked.root, {"row": "row", "input": "body"}).text
    assert eval(python, {"row": ROW, "body": INPUT}) is True, (text, python)
    sql = compile_condition(checked.root, "row", "person").text
    assert eval(sql, SQL) is True, (text, sql)
