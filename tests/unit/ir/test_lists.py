"""Lists have indexes to read by."""

import pytest

from tests.unit.analyze.pocket import changed, system

SORT = "sort: [name, -seats]"
FILTERS = "filters: [size, seats, price]"
OPEN = "list: rooms.filter(r, r.open)"
OWN = "bookings.filter(b, b.guest == actor && b.status == 'booked')"


def indexes(entity: str, *changes: tuple[str, str]) -> set[tuple[str, ...]]:
    """The indexes of an entity of the example."""
    return set(system(changed(*changes)).entity(entity).indexes)


def test_sort_keys_and_filters_lead_an_index_unless_one_begins_like_it() -> None:
    assert indexes("room") == {("seats", "id"), ("size", "name", "id"), ("price", "name", "id")}


def test_what_a_condition_fixes_comes_before_the_sort_key() -> None:
    assert indexes("booking") == {("room", "day"), ("guest", "status", "day", "id")}


def test_longer_index_serves_the_list_of_a_shorter_one() -> None:
    columns = indexes("booking", ("      - [room, day]\n", "      - [guest, status, day, price]\n"))
    assert columns == {("guest", "status", "day", "price")}


def test_list_whose_rows_belong_to_people_is_read_by_owner() -> None:
    columns = indexes("booking", (OWN, "bookings"))
    assert {("guest", "day", "id"), ("day", "id")} <= columns


def test_fields_that_equal_each_other_fix_neither() -> None:
    condition = "list: rooms.filter(r, r.seats == r.floor)"
    assert ("seats", "id") in indexes("room", (OPEN, condition))


@pytest.mark.parametrize("field", ["size", "notes", "plan"])
def test_words_and_long_texts_are_not_sorted_by_an_index(field: str) -> None:
    """Words have the order of their list, and an index would bound a long text."""
    columns = indexes("room", (SORT, f"sort: [{field}]"), (FILTERS, "filters: [seats]"))
    assert not any(field in index for index in columns)


def test_text_that_would_have_to_be_shorter_is_not_in_an_index() -> None:
    longer = (
        "name: {type: string, max_length: 60, unique: true}",
        "name: {type: string, max_length: 400}",
    )
    assert indexes("room", longer) == {("seats", "id")}
