"""Texts with placeholders: where a mistake in one of them stands."""

import pytest

from msc.expr.known import KnownExpressions
from msc.expr.text import parse
from msc.ir.triggers import Text
from tests.unit.expr.model import ROW


@pytest.mark.parametrize(
    "text",
    [
        "${row.missing}",
        "A title: ${row.missing}",
        "A title:\n  ${row.missing}",
        "A title: ${row.a_string +\n  row.missing}",
        "A title:\n${row.a_string +\n row.missing}",
    ],
)
def test_a_mistake_is_marked_where_it_stands_in_the_text(text: str) -> None:
    problems = parse(text, ROW, KnownExpressions())
    assert not isinstance(problems, Text)
    (problem,) = problems
    assert text.splitlines()[problem.line - 1].index("missing") == problem.column - 1
