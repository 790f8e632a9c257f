"""Rows of Room: which values are stored, and how rows are matching by them."""

from decimal import Decimal

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from src.models.room import Room
from tests.support.problems import assert_invalid, assert_problem
from tests.support.rows import Rows, ids, path, typed, unsaved

ENTITY = "room"


@pytest.mark.parametrize("field", ["name", "seats"])
async def test_required_field_must_be_given(client: httpx.AsyncClient, field: str) -> None:
    values = unsaved(ENTITY)
    del values[field]
    assert_invalid(await client.post(path(ENTITY), json=values), f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", "x" * 61),
        ("size", None),
        ("size", "no such word"),
        ("floor", None),
        ("floor", "many"),
        ("floor", -9223372036854775809),
        ("floor", 9223372036854775808),
        ("door", None),
        ("door", ""),
        ("door", "x" * 5),
        ("door", "?"),
        ("seats", None),
        ("seats", "many"),
        ("seats", 0),
        ("seats", 201),
        ("area", "much"),
        ("area", "0.01"),
        ("price", None),
        ("price", "much"),
        ("price", "-0.01"),
        ("price", "0.001"),
        ("notes", "x" * 501),
        ("plan", "people.example"),
        ("plan", "https://" + "x" * 2048),
        ("sensor", "not an identifier"),
        ("open", None),
        ("open", "perhaps"),
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
        ("size", "no such word", "rooms_size_check"),
        ("seats", 0, "rooms_seats_check"),
        ("seats", 201, "rooms_seats_check"),
        ("price", Decimal("-0.01"), "rooms_price_check"),
    ],
)
async def test_database_refuses_the_value_by_itself(
    rows: Rows, engine: AsyncEngine, column: str, value: object, constraint: str
) -> None:
    await rows.create(ENTITY)
    table = Room.__tablename__
    change = text(f'UPDATE "{table}" SET "{column}" = :value')
    with pytest.raises(IntegrityError, match=constraint):
        async with engine.begin() as connection:
            await connection.execute(change, {"value": value})


async def test_name_is_unique(rows: Rows) -> None:
    first = await rows.create(ENTITY)
    answer = await rows.post(ENTITY, name=first["name"])
    assert_problem(answer, 409, "UNIQUE_VIOLATION", fields=["name"])


async def test_floor_and_door_are_unique_together(rows: Rows) -> None:
    first = await rows.create(ENTITY)
    answer = await rows.post(ENTITY, floor=first["floor"], door=first["door"])
    assert_problem(answer, 409, "UNIQUE_VIOLATION", fields=["floor", "door"])


@pytest.mark.parametrize(
    "field",
    ["name", "size", "floor", "door", "seats", "area", "price", "notes", "plan", "sensor", "open"],
)
async def test_filter_finds_the_rows_with_a_value(rows: Rows, field: str) -> None:
    first, second = await rows.create(ENTITY), await rows.create(ENTITY)
    matching = await rows.find(ENTITY, **{field: first[field]})
    equal = [row["id"] for row in (first, second) if row[field] == first[field]]
    assert ids(matching) == equal


@pytest.mark.parametrize("field", ["floor", "seats", "area", "price"])
async def test_filter_by_range_includes_its_ends(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    low, middle, high = sorted(created, key=lambda row: typed(ENTITY, row, field))
    upper = await rows.find(ENTITY, **{f"{field}__gte": middle[field]}, sort="id")
    lower = await rows.find(ENTITY, **{f"{field}__lte": middle[field]}, sort="id")
    assert sorted(ids(upper)) == sorted(ids([middle, high]))
    assert sorted(ids(lower)) == sorted(ids([low, middle]))


@pytest.mark.parametrize("field", ["name", "floor", "seats", "price", "open"])
async def test_sorted_pages_hold_every_row_in_order(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    expected = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == expected
    assert [id for page in backwards for id in ids(page)] == expected[::-1]


@pytest.mark.parametrize(("field", "words"), [("size", ("small", "large"))])
async def test_words_have_the_order_of_their_list(
    rows: Rows, field: str, words: tuple[str, ...]
) -> None:
    created = [await rows.create(ENTITY, **{field: word}) for word in reversed(words)]
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == ids(created)[::-1]
    assert [id for page in backwards for id in ids(page)] == ids(created)


@pytest.mark.parametrize("field", ["area"])
async def test_rows_without_a_value_come_last(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(2)]
    without = [await rows.create(ENTITY, **{field: None}) for _ in range(2)]
    first = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == first + ids(without)
    assert [id for page in backwards for id in ids(page)] == first[::-1] + ids(without)[::-1]
