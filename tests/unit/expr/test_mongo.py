"""Filters of MongoDB: what they look like, and what they cannot say."""

import pytest

from msc.expr.mongo import compile_filter
from tests.unit.expr.model import reason, tree


def filter_text(text: str) -> str:
    return compile_filter(tree(text), "row")[0]


def test_a_filter_reads_like_one() -> None:
    text = filter_text("row.team == input.team && !(row.a_date < today)")
    assert text == (
        '{"$and": [{"team_id": {"$eq": str(parameters.input_team_id)}}, '
        '{"$nor": [{"a_date": {"$lt": parameters.today.isoformat()}}]}]}'
    )


def test_null_is_not_at_most_null() -> None:
    assert filter_text("row.a_int <= input.no_int") == (
        '{"a_int": {"$lte": parameters.input_no_int, "$ne": None}}'
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("row.a_decimal < 2.5", "decimals as texts"),
        ("row.a_int == row.no_int", "plain values"),
        ("1 in [row.a_int]", "plain values"),
        ("actor.a_int == 1", "must be a field"),
        ("actor.a_int in [1]", "must be a field"),
        ("row.a_int == actor.team.a_int", "plain values"),
        ("row.a_date == input.no_date", "may be null"),
        ("row.a_string.startsWith('a')", "cannot evaluate"),
        ("row.team.a_bool", "cannot evaluate"),
    ],
)
def test_it_is_refused(text: str, part: str) -> None:
    assert part in reason(filter_text, text)
