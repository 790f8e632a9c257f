"""POST /rooms/{room}/bookings: Book a room for a day."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response

from shared.dtos.enums import Role
from shared.dtos.person import Person
from shared.unit_of_work import VersionConflict
from tests.support.api import client, problem_of, wrong_fields
from tests.support.data import Data
from tests.support.samples import make_person, make_room

ACTOR = make_person(role=Role.MEMBER)
ROOM = make_room()
PATH = f"/rooms/{ROOM.id}/bookings"
BODY: dict[str, Any] = {"day": "2030-01-31"}
KEYED = {"Idempotency-Key": "a-key"}


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.rooms.put(ROOM)
    return data


async def send(
    data: Data,
    actor: Person | None = ACTOR,
    path: str = PATH,
    body: object = BODY,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Sends the request."""
    return await client(data, actor).request("POST", path, json=body, headers=headers)


async def test_book_room_answers_201() -> None:
    data = arranged()
    response = await send(data)
    assert response.status_code == 201
    booking_id = data.units_of_work.created("booking")
    assert response.json() == {
        "id": str(booking_id),
        "room_id": str(ROOM.id),
        "guest_id": str(ACTOR.id),
        "day": "2030-01-31",
        "price": "0.00",
        "status": "booked",
        "cancelled_on": None,
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
    }
    assert response.headers["etag"].strip('"').isdecimal()
    assert len(data.units_of_work.committed) == 1


async def test_book_room_happens_once_under_its_key() -> None:
    data = arranged()
    first, again = [await send(data, headers=KEYED) for _ in range(2)]
    assert first.status_code == 201
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(data.units_of_work.committed) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [pytest.param("day", "someday", id="day: no date"), pytest.param("day", None, id="day: null")],
)
async def test_book_room_refuses_values_that_are_not_allowed(name: str, value: object) -> None:
    data = arranged()
    response = await send(data, body={**BODY, name: value})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("name", ["day"])
async def test_book_room_needs_every_required_member(name: str) -> None:
    data = arranged()
    response = await send(data, body={key: value for key, value in BODY.items() if key != name})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


async def test_book_room_refuses_unknown_members() -> None:
    data = arranged()
    response = await send(data, body={**BODY, "unknown": 1})
    assert wrong_fields(response) == ["body.unknown"]
    assert data.units_of_work.committed == []


async def test_book_room_refuses_an_identifier_of_another_form() -> None:
    path = PATH.replace(str(ROOM.id), "nonsense")
    response = await send(arranged(), path=path)
    assert wrong_fields(response) == ["path.room_id"]


async def test_book_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MANAGER])
async def test_book_room_is_forbidden_for_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert problem_of(response) == (403, "FORBIDDEN", "You may not do this")
    assert data.units_of_work.committed == []


async def test_book_room_does_not_find_the_room() -> None:
    data = arranged()
    del data.rooms.stored[ROOM.id]
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no room {ROOM.id}")
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_room_is_open() -> None:
    data = arranged()
    data.rooms.put(ROOM.model_copy(update={"open": False}))
    response = await send(data)
    assert problem_of(response) == (409, "ROOM_CLOSED", "This room cannot be booked at the moment")
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_room_is_free() -> None:
    data = arranged()
    data.guards.failing.add("room_is_free")
    response = await send(data)
    assert problem_of(response) == (409, "ROOM_TAKEN", "Somebody else has this room on that day")
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_book_room_unless_day_is_over() -> None:
    data = arranged()
    response = await send(data, body={**BODY, "day": "2030-01-30"})
    assert problem_of(response) == (422, "DAY_IS_OVER", "This day is over")
    assert data.units_of_work.committed == []


async def test_book_room_is_a_conflict_while_rows_change() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    response = await send(data)
    assert problem_of(response) == (
        409,
        "VERSION_CONFLICT",
        "The data changed meanwhile; please try again",
    )
    assert data.units_of_work.committed == []
