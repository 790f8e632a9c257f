"""Checking: what cannot be read, and numbers that CEL would change."""

import pytest

from msc.expr.scope import is_optional
from tests.unit.expr.model import problems, tree


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1500 + "true" + ")" * 1500,
        "+".join(["1"] * 1900) + " > 1",
        "[1].exists(a, " * 200 + "true" + ")" * 200,
        "row" + ".boss" * 700 + " == null",
    ],
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    assert problems(text) == ["the expression is nested too deeply; split it up"]


def test_many_conditions_side_by_side_are_fine() -> None:
    assert problems(" || ".join(["row.a_int == 1"] * 200)) == []


def test_a_number_keeps_its_digits_or_is_refused() -> None:
    (problem,) = problems(
        "row.a_string == '0.12345678901234567890' && row.a_decimal > 12345678901.2345678"
    )
    assert (
        problem
        == "`12345678901.2345678` has more digits than CEL supports; write at most 15 digits"
    )
    assert problems("row.a_decimal == 999999999999.99") == []


def test_an_integer_beside_an_optional_decimal_is_one() -> None:
    assert tree("2 < row.no_decimal && row.a_decimal - 1 == 3")


def test_what_is_longer_than_an_expression_is_refused() -> None:
    assert "longer than" in problems("1 == 1 || " * 500 + "true")[0]


@pytest.mark.parametrize("choices", ["row.a_timestamp : null", "null : row.a_timestamp"])
def test_a_choice_of_null_may_be_null(choices: str) -> None:
    assert is_optional(tree(f"row.a_bool ? {choices}").type)
    assert "may be null" in problems(f"(row.a_bool ? {choices}) + days(1) > now")[0]


@pytest.mark.parametrize(
    "choice",
    [
        "row.no_string == null ? null : row.a_string", "row.a_bool ? 'x' : null",
        "row.a_bool ? null : 3", "row.a_bool ? 1 : ( null )", "row.a_bool ? (null) : 2.5",
        "row.a_bool ? null : true", "row.a_bool ? null : (row.a_bool ? null : 'a ? b : c')",
        "row.a_bool ? (row.a_bool ? 1 : 2.5) : null", "row.a_bool ? null : row.a_mood",
        "row.a_bool ? null : row.a_uuid", "row.a_bool ? null : today", "row.a_bool ? null : row",
    ],
)  # fmt: skip
def test_null_may_stand_beside_a_value(choice: str) -> None:
    assert is_optional(tree(choice).type)


@pytest.mark.parametrize(
    "text",
    [
        "'a' in (row.a_bool ? null : ['x'])", "(row.a_bool ? null : ['x']).size() > 0",
        "(row.a_bool ? null : [1]).exists(x, x > 1)", "(row.a_bool ? null : 5).startsWith('a')",
        "(row.a_bool ? null : 5) && true", "!(row.a_bool ? null : 'a')",
        "'a' in (row.a_bool ? null : 'abc')", "(row.a_bool ? null : 3) + 4 > 1",
        "row.a_int == dyn(null)",
    ],
)  # fmt: skip
def test_null_in_a_choice_lets_nothing_else_pass(text: str) -> None:
    """What uses the choice is checked as if the value stood alone."""
    reported = problems(text)
    assert reported
    assert not any("null_" in message for message in reported)


@pytest.mark.parametrize("text", ["row.no_int == null_int()", "row.no_string == null_string ()"])
def test_what_is_written_for_cel_is_no_word_of_authors(text: str) -> None:
    assert "is not part of the language; write `null`" in problems(text)[0]


def test_words_in_quotes_are_only_words() -> None:
    assert problems("row.a_string == 'null_int()'") == []
