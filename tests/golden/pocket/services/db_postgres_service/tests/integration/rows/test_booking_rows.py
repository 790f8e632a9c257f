"""Rows of Booking: which values are stored, and how rows are matching by them."""

from decimal import Decimal

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identifiers import new_id
from src.models.booking import Booking
from tests.support.problems import assert_invalid, assert_problem
from tests.support.rows import Rows, ids, path, typed, unsaved

ENTITY = "booking"


@pytest.mark.parametrize("field", ["room_id", "guest_id", "day", "price"])
async def test_required_field_must_be_given(client: httpx.AsyncClient, field: str) -> None:
    values = unsaved(ENTITY)
    del values[field]
    assert_invalid(await client.post(path(ENTITY), json=values), f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("room_id", None),
        ("room_id", "not an identifier"),
        ("guest_id", None),
        ("guest_id", "not an identifier"),
        ("day", None),
        ("day", "2030-02-30"),
        ("price", None),
        ("price", "much"),
        ("price", "-0.01"),
        ("price", "0.001"),
        ("status", None),
        ("status", "no such word"),
        ("cancelled_on", "2030-02-30"),
    ],
)
async def test_value_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, field: str, value: object
) -> None:
    values = unsaved(ENTITY, **{field: value})
    assert_invalid(await client.post(path(ENTITY), json=values), f"body.{field}")


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("price", Decimal("-0.01"), "bookings_price_check"),
        ("status", "no such word", "bookings_status_check"),
    ],
)
async def test_database_refuses_the_value_by_itself(
    rows: Rows, engine: AsyncEngine, column: str, value: object, constraint: str
) -> None:
    await rows.create(ENTITY)
    table = Booking.__tablename__
    change = text(f'UPDATE "{table}" SET "{column}" = :value')
    with pytest.raises(IntegrityError, match=constraint):
        async with engine.begin() as connection:
            await connection.execute(change, {"value": value})


@pytest.mark.parametrize("field", ["day", "price"])
async def test_field_that_is_written_once_is_not_changed(rows: Rows, field: str) -> None:
    row = await rows.create(ENTITY)
    answer = await rows.patch(ENTITY, row["id"], {field: unsaved(ENTITY)[field]})
    assert_invalid(answer, f"body.{field}")


async def test_room_id_must_name_a_row(rows: Rows) -> None:
    answer = await rows.post(ENTITY, room_id=str(new_id()))
    assert_problem(answer, 409, "REFERENCE_VIOLATION", constraint="bookings_room_id_fkey")


async def test_rows_are_found_by_room_id(rows: Rows) -> None:
    named = await rows.create("room")
    row, _ = await rows.create(ENTITY, room_id=named["id"]), await rows.create(ENTITY)
    assert ids(await rows.find(ENTITY, room_id=named["id"])) == [row["id"]]


async def test_row_that_room_id_names_cannot_be_deleted(rows: Rows) -> None:
    named = await rows.create("room")
    row = await rows.create(ENTITY, room_id=named["id"])
    answer = await rows.delete("room", named["id"])
    assert_problem(answer, 409, "REFERENCE_VIOLATION", constraint="bookings_room_id_fkey")
    assert (await rows.get(ENTITY, row["id"])).status_code == 200


async def test_guest_id_must_name_a_row(rows: Rows) -> None:
    answer = await rows.post(ENTITY, guest_id=str(new_id()))
    assert_problem(answer, 409, "REFERENCE_VIOLATION", constraint="bookings_guest_id_fkey")


async def test_rows_are_found_by_guest_id(rows: Rows) -> None:
    named = await rows.create("person")
    row, _ = await rows.create(ENTITY, guest_id=named["id"]), await rows.create(ENTITY)
    assert ids(await rows.find(ENTITY, guest_id=named["id"])) == [row["id"]]


async def test_row_goes_with_the_one_that_guest_id_names(rows: Rows) -> None:
    named = await rows.create("person")
    row = await rows.create(ENTITY, guest_id=named["id"])
    assert (await rows.delete("person", named["id"])).status_code == 204
    assert_problem(await rows.get(ENTITY, row["id"]), 404, "NOT_FOUND")


@pytest.mark.parametrize("field", ["day", "price", "status", "cancelled_on"])
async def test_filter_finds_the_rows_with_a_value(rows: Rows, field: str) -> None:
    first, second = await rows.create(ENTITY), await rows.create(ENTITY)
    matching = await rows.find(ENTITY, **{field: first[field]})
    equal = [row["id"] for row in (first, second) if row[field] == first[field]]
    assert ids(matching) == equal


@pytest.mark.parametrize("field", ["day", "price", "cancelled_on"])
async def test_filter_by_range_includes_its_ends(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    low, middle, high = sorted(created, key=lambda row: typed(ENTITY, row, field))
    upper = await rows.find(ENTITY, **{f"{field}__gte": middle[field]}, sort="id")
    lower = await rows.find(ENTITY, **{f"{field}__lte": middle[field]}, sort="id")
    assert sorted(ids(upper)) == sorted(ids([middle, high]))
    assert sorted(ids(lower)) == sorted(ids([low, middle]))


@pytest.mark.parametrize("field", ["day", "price"])
async def test_sorted_pages_hold_every_row_in_order(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    expected = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == expected
    assert [id for page in backwards for id in ids(page)] == expected[::-1]


@pytest.mark.parametrize(("field", "words"), [("status", ("booked", "cancelled", "finished"))])
async def test_words_have_the_order_of_their_list(
    rows: Rows, field: str, words: tuple[str, ...]
) -> None:
    created = [await rows.create(ENTITY, **{field: word}) for word in reversed(words)]
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == ids(created)[::-1]
    assert [id for page in backwards for id in ids(page)] == ids(created)


@pytest.mark.parametrize("field", ["cancelled_on"])
async def test_rows_without_a_value_come_last(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(2)]
    without = [await rows.create(ENTITY, **{field: None}) for _ in range(2)]
    first = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == first + ids(without)
    assert [id for page in backwards for id in ids(page)] == first[::-1] + ids(without)[::-1]
