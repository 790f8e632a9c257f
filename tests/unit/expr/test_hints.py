"""What a mistaken expression is told, in words of the language."""

import re

import pytest
import yaml

from msc.expr.check import check
from msc.expr.problem import Problem
from msc.ir.expressions import Constant, EnumValue, Expression, ScalarKind, ScalarValue
from tests.unit.expr.model import BOOL, ROW, problems, tree

PROPOSED = re.compile(r"write `([^`…]+)`")
RAW = ("google", "overload", "wrapper", "_?", "@in", "comprehension", "operand", "null_type")
MESSAGES = {
    "days as a number": (
        "row.a_date < today + 14",
        "`+` cannot be applied to (date or datetime, integer); "
        "write `row.a_date < today + days(14)`",
    ),
    "a difference of dates as a number": (
        "row.a_date - today > 3",
        "`>` cannot be applied to (duration, integer); write `row.a_date - today > days(3)`",
    ),
    "a row beside its id": (
        "row.team == actor.id",
        "`==` cannot be applied to (team, string); compare the rows themselves, without `.id`",
    ),
    "a count as a function": (
        "count(people) < 5",
        "`count` is not known here; write `people.size() < 5`",
    ),
    "a count as a method": (
        "people.length() < 5",
        "`length` is not known here; write `people.size() < 5`",
    ),
    "a count as a field": (
        "people.length < 5",
        "a list of person has no fields; write `people.size() < 5`",
    ),
    "a sum of integers": (
        "people.map(p, p.a_int).sum() > 3.0",
        "`sum` cannot be applied to (a list of integer); "
        "`sum` adds decimals: `.map(x, double(x.count)).sum()`",
    ),
    "a rounding without places": (
        "round(row.a_decimal) > 3.0",
        "`round` needs a decimal and its number of places; write `round(row.a_decimal, 2) > 3.0`",
    ),
    "a rounding to part of a place": (
        "round(row.a_decimal, 2.0) > 3.0",
        "`round` cannot be applied to (decimal, decimal); "
        "`round` takes a decimal and its number of places: `round(x, 2)`",
    ),
    "none of a list": (
        "people.none(p, p.a_int > 3)",
        "`none` is not known here; write `!people.exists(p, p.a_int > 3)`",
    ),
    "any of a list": (
        "people.any(p, p.a_int > 3)",
        "`any` is not known here; write `people.exists(p, p.a_int > 3)`",
    ),
    "every one of a list": (
        "people.every(p, p.a_int > 3)",
        "`every` is not known here; write `people.all(p, p.a_int > 3)`",
    ),
    "a number in quotes": ("row.a_int < '3'", "write `row.a_int < 3`"),
    "a list for a condition": (
        "people.filter(p, p.a_int > 3)",
        "write `people.filter(p, p.a_int > 3).size() > 0`",
    ),
    "what may be null for a condition": ("row.no_bool", "write `row.no_bool == true`"),
    "and of other languages": ("row.a_bool and row.a_bool", "write `row.a_bool && row.a_bool`"),
    "or of other languages": ("row.a_bool or row.a_bool", "write `row.a_bool || row.a_bool`"),
    "not of other languages": ("not row.a_bool", "write `!row.a_bool`"),
    "not before a comparison": (
        "row.a_bool && not row.a_int == 3 && row.a_bool",
        "write `row.a_bool && !(row.a_int == 3) && row.a_bool`",
    ),
    "not before a call that compares": (
        "not people.exists(p, not p.a_string == 'not this, but (that')",
        "write `!people.exists(p, !(p.a_string == 'not this, but (that'))`",
    ),
    "not of not": ("not not row.a_int > 3", "write `!!(row.a_int > 3)`"),
    "several words of other languages": (
        "row.a_bool and not (row.a_string = 'and')",
        "write `row.a_bool && !(row.a_string == 'and')`",
    ),
    "is of other languages": ("row.no_string is null", "write `row.no_string == null`"),
    "is not of other languages": ("row.no_string is not null", "write `row.no_string != null`"),
    "a single equals sign": ("row.a_string = 'x'", "write `row.a_string == 'x'`"),
    "an operator twice": ("row.a_string == == 'x'", "; correct the expression"),
    "yes of YAML 1.1": ("row.a_bool == yes", "`yes` is not known here; write `row.a_bool == true`"),
    "another function": ("lower(row.a_string) == 'a'", "there is no such function"),
    "an input without its prefix": (
        "a_string == 'x'",
        "`a_string` is not known here; write `input.a_string == 'x'`",
    ),
    "a word without quotes": ("row.a_mood == open", "write `row.a_mood == 'open'`"),
    "a choice of two kinds": ("(row.a_bool ? 'x' : 1) == 'x'", "`? :` chooses between values of"),
    "a part of a text": ("row.a_string in 'abc'", "write `text.contains('part')`"),
    "the place of an item": ("people[0].a_bool", "the function `[]` is not part of the language"),
    "a comparison in a row": ("1 < row.a_int < 3", "join two comparisons: `1 < x && x < 3`"),
    "a number for a condition": ("row.a_int && row.a_bool", "`&&` joins conditions"),
    "what is never null": ("row.a_bool == null", "it is never null here: remove the test"),
    "a row for a list": (
        "row.exists(r, r.a_bool)",
        "this needs a list, and what stands before it is a person",
    ),
    "a text without an end": (
        "row.a_string == 'x",
        "the string that begins with `'` is not closed",
    ),
    "an integer beyond 64 bits": ("row.a_int < 9999999999999999999", "exceeds 64 bits"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_hint_says_what_to_write(name: str) -> None:
    text, message = MESSAGES[name]
    reported = " | ".join(problems(text, BOOL))
    assert message in reported
    assert not any(word in reported for word in RAW)


@pytest.mark.parametrize("name", MESSAGES)
def test_what_the_hint_proposes_is_right(name: str) -> None:
    text, _ = MESSAGES[name]
    for problem in problems(text, BOOL):
        for proposal in PROPOSED.findall(problem.rpartition("; ")[2]):
            if "text.contains" not in proposal and "string(" not in proposal:
                assert problems(proposal, BOOL) == [], proposal


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("now - duration('24h') > row.a_timestamp", "write `days(1)`"),
        ("now - duration('5h') > row.a_timestamp", "write `hours(5)`"),
        ("now - duration('1h30m') > row.a_timestamp", "write `minutes(90)`"),
        ("now - duration('90s') > row.a_timestamp", "write a span of time: `days(3)`"),
        ("now - duration(row.a_string) > row.a_timestamp", "the documented functions"),
        ("row.a_timestamp > timestamp('2031-01-31T00:00:00Z')", "keep it in a field"),
        ("row.a_timestamp.getHours() > 3", "compare whole datetimes"),
    ],
)
def test_functions_of_cel_are_told_what_stands_for_them(text: str, hint: str) -> None:
    (problem,) = problems(text, BOOL)
    assert "is not part of the language" in problem
    assert hint in problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('row.a_st"ri\u00fcng', 'the string that begins with `"` is not closed'),
        ("row.a_int > $", "`$` is not valid in an expression"),
        ("row.a_int >", "the expression ends too early"),
        ("", "the expression ends too early"),
        ("(row.a_int", "`)` is missing at the end"),
        ("row.a_int, row.a_int", "`,` is unexpected here"),
        ("row.a_int == 1)", "`)` is unexpected here"),
        ("row.a_int == == 1", "`==` is unexpected here"),
        ("row.a_int = 1", "`=` is not valid in an expression"),
        ("[1, 2", "ends too early"),
        ("row.[", "this is not an expression"),
        ("true ? 1", "the expression ends too early"),
    ],
)
def test_what_is_no_expression_is_told_once_without_the_words_of_a_parser(
    text: str, message: str
) -> None:
    (problem,) = problems(text, BOOL)
    assert message in problem
    assert not any(word in problem for word in ("EOF", "IDENTIFIER", "token", "input '", "ERROR"))


WORD = EnumValue("size", ("small", "large"))
TEXT = ScalarValue(ScalarKind.STRING)


def test_a_word_of_a_list_needs_no_quotes_where_only_a_word_can_stand() -> None:
    assert tree("small", WORD) == Constant("small", TEXT)
    assert tree("'small'", WORD) == Constant("small", TEXT)


def test_a_misspelt_word_is_told_what_the_list_has() -> None:
    assert problems("smal", WORD) == ["`smal` is not a value of size; did you mean `small`?"]
    assert problems("blue", WORD) == [
        "`blue` is not a value of size; write one of `small`, `large`"
    ]


@pytest.mark.parametrize("prose", ["Sold out", "It's sold out", "Not yet, please wait.", "Attic"])
def test_words_without_quotes_are_told_how_they_are_written(prose: str) -> None:
    (problem,) = problems(prose, TEXT)
    proposal = problem.partition("write `")[2].rstrip("`")
    assert tree(yaml.safe_load(proposal), TEXT) == Constant(prose, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "row.a_decimal > row.a_int",
        "row.a_int <= row.a_decimal",
        "row.a_decimal == row.a_int",
        "row.a_int * row.a_decimal > 3",
        "(row.a_int + 1) * row.a_decimal > row.a_int",
        "people.size() * row.a_decimal > 1.5",
        "row.a_decimal < people.filter(p, p.a_bool).size()",
        "row.a_int * row.a_int * row.a_decimal > row.a_decimal - row.a_int",
        "(row.a_bool ? 50 : row.a_decimal) > 3",
        "(row.a_bool ? row.a_decimal : row.a_int + 3) > 3",
        "(row.a_string == ':?,)' ? -3 : 2.5) > 1",
        "(row.a_bool ? (row.a_bool ? 1 : 2.5) : row.a_bool ? 3 : 4) > 2.5",
        "(row.no_int == null ? 2.5 : row.no_int) > 3",
        "row.a_decimal in [1, row.a_int, -2]",
        "row.a_decimal in [1.5, 2, row.a_int]",
        "[1, 2.5].exists(x, x > row.a_decimal)",
    ],
)
def test_an_integer_beside_a_decimal_is_one(text: str) -> None:
    assert problems(text, BOOL) == []


def test_an_integer_that_may_be_null_is_not_widened_away() -> None:
    assert "may be null" in " ".join(problems("row.a_decimal * row.no_int > 1.5", BOOL))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("no_decimal", "string(row.no_decimal)"),
        ("no_date", "string(row.no_date)"),
        ("no_int", "string(row.no_int)"),
        ("no_timestamp", "string(row.no_timestamp)"),
        ("no_string", "row.no_string"),
    ],
)
def test_what_is_missing_can_be_shown_as_a_dash(field: str, text: str) -> None:
    assert problems(f"row.{field} == null ? '-' : {text}", TEXT) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("row.a_date > 2026-01-01", "2026-01-01"),
        ("2026-1-1 < row.a_date", "2026-1-1"),
        ("row.a_bool && (row.a_date == '2026-01-01')", "2026-01-01"),
        ("row.a_date in ['2026-01-01', '2026-01-02']", "2026-01-01"),
        ("now > 2026-01-01T10:00:00Z", "2026-01-01T10:00:00Z"),
        ('row.a_timestamp < "2026-01-01 10:00"', "2026-01-01 10:00"),
    ],
)
def test_a_written_date_is_underlined_and_never_takes_days(text: str, written: str) -> None:
    (problem,) = refused(text)
    start = problem.column - 1
    assert text[start : start + problem.length] == written
    word = "datetime" if ":" in written else "date"
    assert problem.message == f"`{written}` is not a {word} here"
    assert problem.hint.endswith(f"a field or an input: expressions have no fixed {word}s")


def test_a_choice_of_an_integer_that_may_be_null_is_not_called_certain() -> None:
    (problem,) = refused("(row.a_bool ? 2.5 : row.no_int) != null")
    assert "never null" not in problem.hint
    assert "test each value of `? :` by itself" in problem.hint
    (problem,) = refused("row.a_decimal != null")
    assert "never null here: remove the test" in problem.hint


def test_a_subtraction_beside_a_date_is_no_date() -> None:
    assert "days(14)" in refused("row.a_date < today + 14 - 2")[0].hint
    assert "fixed" not in " ".join(problems("row.a_int > 2026 - 1 - 1 && row.a_date == 'x'"))


@pytest.mark.parametrize("text", ["2026-01-01", "'2026-01-01'", '"2026-01-01"'])
def test_a_date_as_a_value_is_an_input_or_a_default(text: str) -> None:
    (problem,) = refused(text, ScalarValue(ScalarKind.DATE))
    assert problem.message == "`2026-01-01` is not a date here"
    assert problem.hint == "take it as an input, or give the field `default: 2026-01-01`"


def refused(text: str, expected: ScalarValue | None = None) -> tuple[Problem, ...]:
    result = check(text, ROW, expected)
    assert not isinstance(result, Expression)
    return result
