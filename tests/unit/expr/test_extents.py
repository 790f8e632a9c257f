"""Places of problems: the part of an expression that is wrong, as it stands in the text."""

import pytest

from msc.expr.check import check
from msc.ir.expressions import Expression
from tests.unit.expr.model import ROW

# Each text marks with «…» what its problem is about.
MARKED = [
    "row.a_int == 1 && «row.no_int» + 1 > 2",
    "row.a_int == 1 &&\n  «row.no_int» + 1 > 2",
    "2 * (row.a_int + «row.no_int») > 4",
    "«row.a_date == row.a_timestamp» || row.a_bool",
    "row.a_bool || !(«row.a_date == (row.a_timestamp)»)",
    "row.a_bool && «row.no_bool»",
    "!«row.no_bool»",
    "«row.no_bool» ? 1 == 1 : 2 == 2",
    "'äö€😀' == row.a_string && «row.no_int» + 1 > 2",
    "'(' == row.a_string && («row.no_int») + 1 > 2",
    "row.a_mood == «'nowhere'»",
    "«'nowhere'» != row.a_mood",
    "row.a_mood in ['new', «'nowhere'»]",
    "people.exists(p, p.a_bool && «p.no_bool»)",
    "people.exists(p, «p.no_bool»)",
    "row.a_bool && «string(row.a_bool)» == 'x'",
    "string(«row.no_int»).startsWith('x')",
    "«row.a_uuid.startsWith('x')»",
    "row.a_bool && «has(input.a_int)»",
    "«has( input.a_int )» && row.a_bool",
    "1 == 1 && «[1, null]» == [2]",
    "words == ['a'] && «people.exists(row, row.a_bool)»",
    "input.no_int != null && has(input.no_date) && «row.no_int» + 1 > 2",
    "input.a_int > 0 || input.no_int > 2 - «input.no_int»",
    "row.a_decimal > 1 && «row.no_int» + 1 > 2",
]


@pytest.mark.parametrize("marked", MARKED)
def test_a_problem_is_placed_at_what_it_is_about(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    result = check(text, ROW)
    assert not isinstance(result, Expression), "nothing is wrong with it"
    lines = text.split("\n")
    shown = []
    for problem in result:
        start = sum(len(line) + 1 for line in lines[: problem.line - 1]) + problem.column - 1
        end = start + problem.length
        shown.append((f"{text[:start]}«{text[start:end]}»{text[end:]}", problem.message))
    assert marked in [place for place, _ in shown], shown
