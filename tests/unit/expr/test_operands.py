"""What CEL's checker lets pass, and the language does not."""

import pytest

from msc.ir.expressions import ScalarKind, ScalarValue
from tests.unit.expr.model import BOOL, problems, tree

REFUSED = {
    "a condition that may be null": ("!row.no_bool", "write `… == true`"),
    "a conjunct that may be null": ("row.no_bool && true", "write `… == true`"),
    "a filter that may be null": ("people.filter(p, p.no_bool).size() > 1", "write `… == true`"),
    "a result that may be null": ("row.no_bool", "write `row.no_bool == true`"),
    "an identifier as text": ("row.id == row.a_string", "write `string(…)`"),
    "an identifier in a text test": ("row.id.startsWith('a')", "write `string(…)`"),
    "a date and a moment": ("row.a_date == now", "a date cannot be compared with a datetime"),
    "a moment among dates": ("row.a_date in [today, now]", "a date cannot be compared"),
    "a choice of two kinds": ("(true ? today : now) == today", "a date cannot be compared"),
    "a date and hours": ("row.a_date < today + hours(5)", "only whole days can be added to a date"),
    "sums with null": ("row.no_int + 1 > 2", "`x != null && …`"),
    "the size of null": ("row.no_string.size() > 2", "may be null"),
    "null in a list": ("row.no_int in [1, null]", "a list cannot contain null"),
    "a list of two kinds": ("row.a_int in [1, 2.5]", "is never"),
    "ordered truth": ("row.a_bool < true", "true and false have no order"),
    "ordered rows": ("row < actor", "`<` cannot be applied to (person, person)"),
    "rows of two entities": ("row.team == actor", "`==` cannot be applied to (team, person)"),
    "compared lists": ("people == people", "lists cannot be compared"),
    "has of what is there": ("has(row.a_string)", "`a_string` is never null"),
    "text of a truth value": ("string(row.a_bool) == '1'", "`x ? 'yes' : 'no'`"),
    "number of a text": ("int(row.a_string) == 1", "`int` does not accept a string"),
    "a word that is not in the enum": ("row.a_mood == 'opne'", "did you mean `open`?"),
    "a field of json": ("data.key == 'a'", "has no field `key`"),
    "null for json that is always there": ("data == null", "it is never null here"),
    "json beside json": ("no_data == no_data", "only be compared with null"),
    "json beside a text": ("no_data == 'a'", "json or null is never a string"),
    "an order of json": ("no_data < 1", "is never"),
    "a field of json that may be null": ("no_data.key == 'a'", "has no field `key`"),
    "json for a condition": ("no_data != null && !no_data", "and this is json"),
    "json for one of two conditions": ("no_data != null && (no_data || true)", "this is json"),
    "json for a test": ("no_data != null && (no_data ? true : false)", "and this is json"),
    "a sum of json": ("no_data != null && no_data + 1 == 2", "`+` cannot be applied to json"),
    "a text of json": ("no_data != null && string(no_data) == 'a'", "cannot be applied to json"),
    "the size of json": ("no_data != null && no_data.size() > 0", "cannot be applied to json"),
    "a part of json": ("no_data != null && no_data.contains('a')", "cannot be applied to json"),
    "an item of json": ("no_data != null && no_data['a'] == 1", "not part of the language"),
    "days of json": ("no_data != null && now + days(no_data) > now", "cannot be applied to json"),
    "a macro over json": ("no_data != null && no_data.all(x, x == 1)", "a macro needs a list"),
    "a membership in json": ("no_data != null && 1 in no_data", "list"),
    "more days than dates": ("now + days(3650001) > now", "exceeds the range of dates"),
    "more hours than dates": ("now - hours(999999999999) < now", "exceeds the range of dates"),
    "fewer minutes than dates": ("now + minutes(-9000000000) < now", "exceeds the range of dates"),
    "an index": ("words[0] == 'a'", "`[]` is not part of the language"),
    "a map": ("{'a': 1}['a'] == 1", "not part of the language"),
    "an unsigned number": ("1u == 1u", "not part of the language"),
    "a variable that hides one": ("[1].exists(row, row > 0)", "`row` is already in use here"),
    "a variable that is a word of Python": ("[1].exists(lambda, lambda > 0)", "cannot be the name"),
    "a variable that is a built-in": ("[1].exists(any, any > 0)", "cannot be the name"),
    "a total of what may be null": ("people.map(p, p.no_decimal).sum() > 1.0", "never null"),
    "a pattern from outside": (
        "row.a_string.matches(input.a_string)",
        "a pattern must be a literal string",
    ),
    "places that a run decides": ("round(row.a_decimal, row.a_int) > 1.0", "0 to 38"),
    "more places than a decimal has": ("round(row.a_decimal, 39) > 1.0", "0 to 38"),
    "fewer places than none": ("round(row.a_decimal, -1) > 1.0", "0 to 38"),
    "a rounding of what may be null": ("round(row.no_decimal, 2) > 1.0", "may be null"),
    "a number that is none": ("row.a_decimal < 1e999", "a number that is too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_says_what_to_write(name: str) -> None:
    text, part = REFUSED[name]
    assert part in " | ".join(problems(text, BOOL))


ACCEPTED = {
    "tested before": "row.no_int != null && row.no_int + 1 > 2",
    "tested in a chain": "row.a_bool && row.no_int != null && row.no_int + 1 > 2",
    "tested the other way": "row.no_int == null || row.no_int + 1 > 2",
    "json that may be missing": "no_data == null || no_data != null",
    "tested by not": "!(row.no_int != null) || row.no_int + 1 > 2",
    "tested by has and not": "!has(row.no_string) || row.no_string.size() > 2",
    "a long span": "now - days(3650000) < now && now + hours(-8760) < now",
    "tested by has": "has(row.no_string) && row.no_string.size() > 2",
    "tested in a choice": "(row.no_int == null ? 0 : row.no_int) + 1 > 2",
    "tested in a filter": "people.filter(p, p.no_decimal != null).map(q, q.no_decimal).sum() > 1",
    "an integer beside a decimal": "row.no_decimal < 2",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_test_for_null_is_seen(name: str) -> None:
    assert problems(ACCEPTED[name], BOOL) == []


@pytest.mark.parametrize(
    "text",
    [
        "row.no_int != null || row.no_int + 1 > 2",
        "row.no_int == null && row.no_int + 1 > 2",
        "(row.no_int != null && row.a_bool) || row.no_int + 1 > 2",
        "row.no_int + 1 > 2 && row.no_int != null",
    ],
)
def test_a_test_that_does_not_protect_is_none(text: str) -> None:
    assert problems(text, BOOL)


def test_a_choice_with_null_may_be_null() -> None:
    assert tree("row.a_bool ? row.a_int : row.no_int").type == ScalarValue(ScalarKind.INT, True)
    assert tree("row.no_int == null ? 0 : row.no_int").type == ScalarValue(ScalarKind.INT)


def test_a_field_behind_an_optional_reference_may_be_null() -> None:
    assert tree("row.second.a_int").type == ScalarValue(ScalarKind.INT, True)
    assert tree("row.team.a_int").type == ScalarValue(ScalarKind.INT)


def test_a_problem_is_reported_at_each_place() -> None:
    assert len(problems("row.id == 'a' || row.id == 'a'", BOOL)) == 2
    assert len(problems("(row.no_int + 1) * 2 - 3 > 4", BOOL)) == 1
