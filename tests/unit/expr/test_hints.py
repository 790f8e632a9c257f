"""What a mistaken expression is told, in words of the language."""

import pytest

from tests.unit.expr.model import BOOL, problems

SAID = {
    "days as a number": (
        "row.a_date < today + 14",
        "`+` cannot be applied to (date or moment, whole number); write a span of time: `days(3)`",
    ),
    "a row beside its id": (
        "row.team == actor.id",
        "`==` cannot be applied to (team, text); compare the rows themselves, without `.id`",
    ),
    "a count as a function": (
        "count(people) < 5",
        "`count` is not known here; write `people.size()`",
    ),
    "a count as a field": (
        "people.length < 5",
        "a list has no fields; write `….size()` to count it",
    ),
    "a number in quotes": ("row.a_int < '3'", "write a number without quotes"),
    "and of other languages": ("row.a_boolean and row.a_boolean", "write `&&` instead of `and`"),
    "or of other languages": ("row.a_boolean or row.a_boolean", "write `||` instead of `or`"),
    "not of other languages": ("not row.a_boolean", "write `!` instead of `not`"),
    "is of other languages": ("row.a_string is null", "write `==` instead of `is`"),
    "a single equals sign": ("row.a_string = 'x'", "write `==` instead of `=`"),
    "an operator twice": ("row.a_string == == 'x'", "; correct the expression"),
    "yes of YAML 1.1": ("row.a_boolean == yes", "`yes` is not known here; write `true`"),
    "another function": ("lower(row.a_string) == 'a'", "there is no such function"),
    "an input without its prefix": (
        "a_string == 'x'",
        "`a_string` is not known here; write `input.a_string`",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_the_hint_says_what_to_write(name: str) -> None:
    text, said = SAID[name]
    found = " | ".join(problems(text, BOOL))
    assert said in found
    assert "google" not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('row.a_st"ri\u00fcng', "means nothing in an expression"),
        ("row.a_int > $", "`$` means nothing in an expression"),
        ("row.a_int >", "the expression ends too early"),
        ("", "the expression ends too early"),
        ("(row.a_int", "`)` is missing at the end"),
        ("row.a_int, row.a_int", "`,` does not fit here"),
        ("row.a_int == 1)", "`)` does not fit here"),
        ("row.a_int == == 1", "`==` does not fit here"),
        ("row.a_int = 1", "`=` means nothing in an expression"),
        ("[1, 2", "ends too early"),
        ("row.[", "this is no expression"),
        ("true ? 1", "the expression ends too early"),
    ],
)
def test_what_is_no_expression_is_told_once_without_the_words_of_a_parser(
    text: str, said: str
) -> None:
    (problem,) = problems(text, BOOL)
    assert said in problem
    assert not any(word in problem for word in ("EOF", "IDENTIFIER", "token", "input '", "ERROR"))
