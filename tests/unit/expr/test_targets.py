"""What the targets refuse, and places where they once disagreed."""

from decimal import Decimal

import pytest

from msc.expr.sql.scope import Scope
from msc.ir.expressions import RowValue, ScalarKind, ScalarValue, Select, Variable
from tests.unit.expr.model import python, reason, sql, stored

REFUSED_BY_SQL = {
    "its own rows": ("people.exists(p, p.a_int > row.a_int)", "cannot be compared with itself"),
    "a reference to its own rows": ("row.boss.a_int == 1", "cannot be followed"),
    "two references": ("row.second.lead.a_int == 1", "only one reference"),
    "a row that may be null": ("actor.second.a_int == row.a_int", "`actor.second` may be"),
    "days of the row": ("now > row.a_timestamp + days(row.a_int)", "does not depend on the row"),
    "subtracted dates": ("row.a_date - today > days(1)", "cannot subtract dates"),
    "the character zero": ("row.a_string == 'a\\u0000'", "U+0000"),
    "a pattern": ("row.a_string.matches('a')", "`matches`"),
    "a quotient": ("row.a_decimal / 2.0 > 1.0", "`/`"),
    "a rounding of the row": ("round(row.a_decimal, 1) > 1.0", "away from zero"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_BY_SQL)
def test_the_database_refuses(name: str) -> None:
    text, part = REFUSED_BY_SQL[name]
    assert part in reason(sql, text)


def test_a_service_does_not_read_through_null() -> None:
    assert "may be null" in reason(python, "actor.second.a_int == 1")
    assert python("actor.second == null") == "actor.second_id is None"


def test_integers_are_not_divided() -> None:
    assert "double(…)" in reason(python, "row.a_int / 2 == 1")


def test_decimals_are_exact() -> None:
    assert eval(python("0.1 + 0.2 == 0.3"), {"Decimal": Decimal}) is True


@pytest.mark.parametrize(
    ("number", "rounded"),
    [("0.125", "0.12"), ("0.375", "0.38"), ("-0.125", "-0.12"), ("2.0 / 3", "0.67"), ("1", "1.00")],
)
def test_a_half_goes_to_the_even_neighbour(number: str, rounded: str) -> None:
    compiled = python(f"round({number}, 2) == row.a_decimal").partition(" == ")[0]
    value = eval(compiled, {"Decimal": Decimal})
    assert (value, str(value)) == (Decimal(rounded), rounded)


def test_the_database_makes_every_choice() -> None:
    assert sql("(actor.a_bool ? 1 : 2) == row.a_int") == (
        "case((literal(parameters.actor_a_bool, Boolean()).is_(True), literal(1, BigInteger())), "
        "else_=literal(2, BigInteger())) == Person.a_int"
    )


def test_the_caller_of_a_query_rounds_what_does_not_depend_on_its_rows() -> None:
    assert "round(" in sql("row.a_decimal > round(input.a_decimal * 0.5, 1)")


def test_a_text_without_another_is_tested_with_not_in() -> None:
    assert python("!row.a_string.contains('x')") == "'x' not in row.a_string"
    assert python("!row.no_string.contains('x')") == (
        "not (row.no_string is not None and 'x' in row.no_string)"
    )
    assert python("['<'].all(s, !row.a_string.contains(s))") == (
        "all(s not in row.a_string for s in ('<',))"
    )


def test_an_operator_inside_a_text_test_stays_inside() -> None:
    assert python("'ab'.contains(true ? 'b' : 'c')") == "('b' if True else 'c') in 'ab'"


def test_a_collection_without_rows_has_none() -> None:
    assert stored("people.exists(p, actor.a_bool)").startswith(
        "exists().select_from(Person).where("
    )


def test_an_inner_subquery_names_the_rows_around_it() -> None:
    text = stored(
        "teams.exists(t, visits.exists(v, people.exists(p, p.team == t && v.person == p)))"
    )
    assert text.count(".correlate(Team, Visit)") == 1


def test_texts_are_ordered_by_code_point() -> None:
    assert sql("row.a_string < 'b'") == "Person.a_string.collate(\"C\") < 'b'"


def test_a_decimal_is_not_rounded_to_the_places_of_a_column() -> None:
    assert sql("row.a_decimal == 0.125") == (
        'Person.a_decimal == literal(Decimal("0.125"), Numeric())'
    )
    assert sql("row.a_decimal < input.a_decimal") == (
        "Person.a_decimal < literal(parameters.input_a_decimal, Numeric())"
    )


def test_a_parameter_that_may_be_null_has_a_type() -> None:
    assert sql("row.a_int < input.no_int") == (
        "Person.a_int < literal(parameters.input_no_int, BigInteger())"
    )


def test_only_what_is_more_than_a_selection_is_closed_over_null() -> None:
    """An index serves neither `IS NOT DISTINCT FROM` nor `coalesce(…)`."""
    assert sql("row.no_int == input.a_int && row.no_int > 3") == (
        "and_(Person.no_int == parameters.input_a_int, Person.no_int > 3)"
    )
    assert sql("!(row.no_int == input.a_int || row.no_int > 3)") == (
        "not_(or_(Person.no_int.is_not_distinct_from(parameters.input_a_int), "
        "func.coalesce(Person.no_int > 3, false())))"
    )
    assert sql("row.no_int == input.no_int") == (
        "Person.no_int.is_not_distinct_from(literal(parameters.input_no_int, BigInteger()))"
    )
    assert sql("row.no_int != input.a_int") == (
        "Person.no_int.is_distinct_from(parameters.input_a_int)"
    )


def test_what_a_query_takes_goes_by_one_name_each() -> None:
    scope = Scope({"row": "Person"})
    one, other = Variable("actor_a", RowValue("person")), Variable("actor", RowValue("person"))
    text = ScalarValue(ScalarKind.STRING)
    assert scope.reference(Select(one, "string", text)) == "parameters.actor_a_string"
    assert scope.reference(Select(other, "a_string", text)) == "parameters.actor_a_string_2"
    assert scope.reference(Select(one, "string", text)) == "parameters.actor_a_string"


def test_what_stands_alone_in_a_call_has_no_parentheses() -> None:
    assert sql("row.no_date != today + days(1)") == (
        "Person.no_date.is_distinct_from(parameters.today + timedelta(days=1))"
    )


@pytest.mark.parametrize(
    "macro",
    [
        "exists(q, q.a_int > 1)",
        "all(q, q.a_int > 1)",
        "size() > 1",
        "map(q, q.a_decimal).sum() > 1.0",
    ],
)
def test_only_filtered_rows_count(macro: str) -> None:
    assert "Person.a_bool.is_(True)" in stored(f"people.filter(p, p.a_bool).{macro}")


def test_a_row_that_is_not_at_hand_is_not_read() -> None:
    assert "not available here" in reason(python, "input.team == actor.team")
