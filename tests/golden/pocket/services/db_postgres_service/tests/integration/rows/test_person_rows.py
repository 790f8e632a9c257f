"""Rows of Person: which values are stored, and how rows are matching by them."""

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identifiers import new_id
from src.models.person import Person
from tests.support.problems import assert_invalid, assert_problem
from tests.support.rows import Rows, change_of, ids, path, typed, unsaved

ENTITY = "person"


@pytest.mark.parametrize("field", ["email", "password", "role", "full_name"])
async def test_required_field_must_be_given(client: httpx.AsyncClient, field: str) -> None:
    values = unsaved(ENTITY)
    del values[field]
    assert_invalid(await client.post(path(ENTITY), json=values), f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", None),
        ("email", "nobody"),
        ("email", "x" * 254 + "@people.example"),
        ("password", None),
        ("password", "xxxxxxxxxxx"),
        ("password", "x" * 129),
        ("role", None),
        ("role", "no such word"),
        ("full_name", None),
        ("full_name", "x" * 81),
        ("phone", "0151 234"),
        ("door_code", "x" * 41),
        ("favourite_room_id", "not an identifier"),
        ("active", None),
        ("active", "perhaps"),
        ("email_verified", None),
        ("email_verified", "perhaps"),
        ("email_verified_at", "yesterday"),
        ("telegram_chat", "x" * 33),
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
        ("role", "no such word", "people_role_check"),
    ],
)
async def test_database_refuses_the_value_by_itself(
    rows: Rows, engine: AsyncEngine, column: str, value: object, constraint: str
) -> None:
    await rows.create(ENTITY)
    table = Person.__tablename__
    change = text(f'UPDATE "{table}" SET "{column}" = :value')
    with pytest.raises(IntegrityError, match=constraint):
        async with engine.begin() as connection:
            await connection.execute(change, {"value": value})


@pytest.mark.parametrize("field", ["email"])
async def test_field_that_is_written_once_is_not_changed(rows: Rows, field: str) -> None:
    row = await rows.create(ENTITY)
    answer = await rows.patch(ENTITY, row["id"], {field: unsaved(ENTITY)[field]})
    assert_invalid(answer, f"body.{field}")


async def test_email_is_unique(rows: Rows) -> None:
    first = await rows.create(ENTITY)
    answer = await rows.post(ENTITY, email=first["email"])
    assert_problem(answer, 409, "UNIQUE_VIOLATION", fields=["email"])


async def test_telegram_chat_is_unique(rows: Rows) -> None:
    first = await rows.create(ENTITY)
    answer = await rows.post(ENTITY, telegram_chat=first["telegram_chat"])
    assert_problem(answer, 409, "UNIQUE_VIOLATION", fields=["telegram_chat"])


async def test_favourite_room_id_must_name_a_row(rows: Rows) -> None:
    answer = await rows.post(ENTITY, favourite_room_id=str(new_id()))
    assert_problem(answer, 409, "REFERENCE_VIOLATION", constraint="people_favourite_room_id_fkey")


async def test_rows_are_found_by_favourite_room_id(rows: Rows) -> None:
    named = await rows.create("room")
    row, _ = await rows.create(ENTITY, favourite_room_id=named["id"]), await rows.create(ENTITY)
    assert ids(await rows.find(ENTITY, favourite_room_id=named["id"])) == [row["id"]]


async def test_favourite_room_id_is_cleared_when_its_row_is_deleted(rows: Rows) -> None:
    named = await rows.create("room")
    row = await rows.create(ENTITY, favourite_room_id=named["id"])
    assert (await rows.delete("room", named["id"])).status_code == 204
    assert (await rows.get(ENTITY, row["id"])).json()["favourite_room_id"] is None


@pytest.mark.parametrize(
    "field",
    [
        "email",
        "role",
        "full_name",
        "phone",
        "active",
        "email_verified",
        "email_verified_at",
        "telegram_chat",
    ],
)
async def test_filter_finds_the_rows_with_a_value(rows: Rows, field: str) -> None:
    first, second = await rows.create(ENTITY), await rows.create(ENTITY)
    matching = await rows.find(ENTITY, **{field: first[field]})
    equal = [row["id"] for row in (first, second) if row[field] == first[field]]
    assert ids(matching) == equal


@pytest.mark.parametrize("field", ["email_verified_at"])
async def test_filter_by_range_includes_its_ends(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    low, middle, high = sorted(created, key=lambda row: typed(ENTITY, row, field))
    upper = await rows.find(ENTITY, **{f"{field}__gte": middle[field]}, sort="id")
    lower = await rows.find(ENTITY, **{f"{field}__lte": middle[field]}, sort="id")
    assert sorted(ids(upper)) == sorted(ids([middle, high]))
    assert sorted(ids(lower)) == sorted(ids([low, middle]))


@pytest.mark.parametrize("field", ["email", "full_name", "active", "email_verified"])
async def test_sorted_pages_hold_every_row_in_order(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(3)]
    expected = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == expected
    assert [id for page in backwards for id in ids(page)] == expected[::-1]


@pytest.mark.parametrize(("field", "words"), [("role", ("manager", "member"))])
async def test_words_have_the_order_of_their_list(
    rows: Rows, field: str, words: tuple[str, ...]
) -> None:
    created = [await rows.create(ENTITY, **{field: word}) for word in reversed(words)]
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == ids(created)[::-1]
    assert [id for page in backwards for id in ids(page)] == ids(created)


@pytest.mark.parametrize("field", ["email_verified_at", "telegram_chat"])
async def test_rows_without_a_value_come_last(rows: Rows, field: str) -> None:
    created = [await rows.create(ENTITY) for _ in range(2)]
    without = [await rows.create(ENTITY, **{field: None}) for _ in range(2)]
    first = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await rows.pages(ENTITY, limit=1, sort=field)
    backwards = await rows.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == first + ids(without)
    assert [id for page in backwards for id in ids(page)] == first[::-1] + ids(without)[::-1]


SECRETS = frozenset(
    (
        "password",
        "door_code",
    )
)


@pytest.mark.parametrize(
    "query",
    [
        {"password": "x"},
        {"sort": "password"},
        {"door_code": "x"},
        {"sort": "door_code"},
    ],
)
async def test_hidden_field_cannot_be_guessed_by_asking(
    client: httpx.AsyncClient, query: dict[str, str]
) -> None:
    answer = await client.get(path(ENTITY), params=query)
    assert_problem(answer, 422, "VALIDATION_FAILED")


async def test_secret_is_written_and_never_answered(rows: Rows) -> None:
    values = await rows.values(ENTITY)
    write = {"action": "create", "entity": ENTITY, "id": str(new_id()), "values": values}
    work = await rows.client.post("/api/v1/unit-of-work", json={"writes": [write]})
    (committed,) = work.json()["rows"][ENTITY]
    created = await rows.create(ENTITY)
    changes = change_of(ENTITY, 9)
    changed = await rows.patch(ENTITY, created["id"], changes)
    got = await rows.get(ENTITY, created["id"])
    answered = [committed, created, changed.json(), got.json(), *await rows.find(ENTITY)]
    assert len(answered) == 6
    assert all(row.keys().isdisjoint(SECRETS) for row in answered)
