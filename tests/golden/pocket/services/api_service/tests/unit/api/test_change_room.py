"""PATCH /rooms/{room}: Change what is said about a room."""

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

ACTOR = make_person()
ROOM = make_room()
PATH = f"/rooms/{ROOM.id}"
BODY: dict[str, Any] = {"seats": 1, "notes": "A sample", "open": False}
SEEN, OUTDATED = {"If-Match": '"1"'}, {"If-Match": '"9"'}
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
    return await client(data, actor).request("PATCH", path, json=body, headers=headers)


async def test_change_room_answers_200() -> None:
    data = arranged()
    response = await send(data)
    assert response.status_code == 200
    assert response.json() == {
        "id": str(ROOM.id),
        "name": "A sample",
        "size": "small",
        "floor": 0,
        "door": "1",
        "seats": 1,
        "area": None,
        "price": "0.00",
        "notes": "A sample",
        "plan": None,
        "sensor": None,
        "open": False,
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
    }
    assert response.headers["etag"].strip('"').isdecimal()
    assert len(data.units_of_work.committed) == 1


async def test_change_room_happens_once_under_its_key() -> None:
    data = arranged()
    first, again = [await send(data, headers=KEYED) for _ in range(2)]
    assert first.status_code == 200
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(data.units_of_work.committed) == 1


async def test_change_room_takes_the_version_that_was_seen() -> None:
    data = arranged()
    response = await send(data, headers=SEEN)
    assert response.status_code == 200


async def test_change_room_refuses_another_version() -> None:
    data = arranged()
    response = await send(data, headers=OUTDATED)
    assert problem_of(response)[:2] == (412, "PRECONDITION_FAILED")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("seats", 0, id="seats: below the minimum"),
        pytest.param("seats", 201, id="seats: above the maximum"),
        pytest.param("seats", "many", id="seats: no number"),
        pytest.param("notes", "x" * 501, id="notes: too long"),
        pytest.param("open", "perhaps", id="open: neither true nor false"),
    ],
)
async def test_change_room_refuses_values_that_are_not_allowed(name: str, value: object) -> None:
    data = arranged()
    response = await send(data, body={**BODY, name: value})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


async def test_change_room_refuses_unknown_members() -> None:
    data = arranged()
    response = await send(data, body={**BODY, "unknown": 1})
    assert wrong_fields(response) == ["body.unknown"]
    assert data.units_of_work.committed == []


async def test_change_room_takes_the_defaults_without_a_body() -> None:
    response = await send(arranged(), body=None)
    assert response.status_code == (await send(arranged(), body={})).status_code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("seats", 1, id="seats: the minimum"),
        pytest.param("seats", 200, id="seats: the maximum"),
        pytest.param("notes", "x" * 500, id="notes: the longest"),
    ],
)
async def test_change_room_accepts_the_last_values_that_are_allowed(
    name: str, value: object
) -> None:
    response = await send(arranged(), body={**BODY, name: value})
    assert response.status_code == 200


async def test_change_room_refuses_an_identifier_of_another_form() -> None:
    path = PATH.replace(str(ROOM.id), "nonsense")
    response = await send(arranged(), path=path)
    assert wrong_fields(response) == ["path.room_id"]


async def test_change_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MEMBER])
async def test_change_room_is_forbidden_for_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert problem_of(response) == (403, "FORBIDDEN", "You may not do this")
    assert data.units_of_work.committed == []


async def test_change_room_does_not_find_the_room() -> None:
    data = arranged()
    del data.rooms.stored[ROOM.id]
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no room {ROOM.id}")
    assert data.units_of_work.committed == []


async def test_change_room_is_a_conflict_while_rows_change() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    response = await send(data)
    assert problem_of(response) == (
        409,
        "VERSION_CONFLICT",
        "The data changed meanwhile; please try again",
    )
    assert data.units_of_work.committed == []
