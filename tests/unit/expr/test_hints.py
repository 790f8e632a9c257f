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
