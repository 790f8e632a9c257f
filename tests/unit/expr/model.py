"""A scope with a field of every kind, and short ways to ask about an expression."""

from msc.expr.check import check
from msc.expr.python import compile_python
from msc.expr.scope import Scope
from msc.expr.sql import compile_condition, compile_stored
from msc.expr.target import Unsupported
from msc.ir.expressions import Expression, ListValue, Node, RowValue, ScalarKind, ScalarValue
from tests.property.expressions.model import ENTITIES, SCOPE

__all__ = ["problems", "python", "reason", "sql", "stored", "tree"]

ROW = Scope(
    ENTITIES,
    (
        *SCOPE.variables,
        ("row", RowValue("person")),
        ("words", ListValue(ScalarValue(ScalarKind.STRING))),
        ("data", ScalarValue(ScalarKind.JSON)),
        ("no_data", ScalarValue(ScalarKind.JSON, optional=True)),
    ),
)
BOOL = ScalarValue(ScalarKind.BOOL)
NAMES = {
    "actor": "actor", "input": "given", "row": "row", "now": "now", "today": "today",
    "no_data": "no_data",
}  # fmt: skip


def tree(text: str, expected: ScalarValue | None = None) -> Node:
    """The checked tree of an expression that is right."""
    expression = check(text, ROW, expected)
    assert isinstance(expression, Expression), expression
    return expression.root


def problems(text: str, expected: ScalarValue | None = None) -> list[str]:
    """What is wrong with an expression, with what to do about it."""
    outcome = check(text, ROW, expected)
    return (
        []
        if isinstance(outcome, Expression)
        else [f"{problem.message}; {problem.hint}" for problem in outcome]
    )


def python(text: str) -> str:
    """The Python text."""
    return compile_python(tree(text), NAMES).text


def sql(text: str) -> str:
    """The text of a condition over `row`."""
    return compile_condition(tree(text), "row", "person").text


def stored(text: str) -> str:
    """The text of a boolean over collections."""
    return compile_stored(tree(text)).text


def reason(compile_text: object, text: str) -> str:
    """Why a target refuses an expression."""
    assert callable(compile_text)
    try:
        compile_text(text)
    except Unsupported as refusal:
        return str(refusal)
    raise AssertionError(f"{text} is compiled")
