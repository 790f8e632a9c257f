"""`has` of inputs, which CEL itself can only ask of fields of messages."""

import pytest

from msc.expr.check import Problem, check
from tests.unit.expr.model import BOOL, ROW, problems, python


def test_an_input_that_may_be_missing_is_tested() -> None:
    assert python("has(input.no_string)") == "given.no_string is not None"


def test_what_is_tested_may_be_used_behind_it() -> None:
    assert problems("!has(input.no_string) || input.no_string.size() < 3", BOOL) == []
    assert problems("has(input.no_string) && input.no_string.size() < 3", BOOL) == []
    assert problems("has(input.no_string) || input.no_string.size() < 3", BOOL) != []


def test_an_input_that_is_always_there_needs_no_test() -> None:
    assert problems("has(input.a_string)") == ["`a_string` is never null; remove `has`"]


@pytest.mark.parametrize("text", ["'has(input.no_string)' == input.a_string", "has(row.no_string)"])
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert problems(text, BOOL) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("has(input.no_string) && input.a_strng == 'x'", 31),
        ("input.a_strng == 'x' || has(input.no_string)", 7),
        ("has(input.no_string) && has( input.no_int ) && wrong", 48),
    ],
)
def test_mistakes_are_shown_where_they_are_written(text: str, column: int) -> None:
    outcome = check(text, ROW, BOOL)
    assert isinstance(outcome, tuple)
    assert [problem.column for problem in outcome if isinstance(problem, Problem)] == [column]


def test_json_that_may_be_missing_is_compared_with_null() -> None:
    assert python("no_data == null") == "no_data is None"
