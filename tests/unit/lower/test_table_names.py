"""Names in the database are as long as PostgreSQL keeps them, and shortened as SQLAlchemy does."""

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import _truncated_label

from msc.emit.revisions.operations import ordered
from msc.lower.shapes.tables import short_name

LONGEST = 63


@pytest.mark.parametrize("length", [1, 55, 60, 62, 63, 64, 65, 100])
def test_names_are_shortened_as_sqlalchemy_shortens_them(length: int) -> None:
    name = "n" * length
    preparer = postgresql.dialect().identifier_preparer
    assert short_name(name) == preparer.truncate_and_render_constraint_name(_truncated_label(name))
    assert len(short_name(name)) <= LONGEST


@pytest.mark.parametrize("length", [10, 55, 56, 57, 63])
def test_names_that_change_places_go_through_one_that_fits(length: int) -> None:
    one, other = "a" * length, "b" * length
    steps = list(ordered({one: other, other: one}))
    held = {one: 1, other: 2}
    for old, new in steps:
        assert len(new) <= LONGEST
        assert new not in held
        held[new] = held.pop(old)
    assert held == {other: 1, one: 2}
