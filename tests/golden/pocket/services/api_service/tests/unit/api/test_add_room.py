"""POST /rooms: Add a room to the list."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response

from shared.dtos.enums import Role
from shared.dtos.person import Person
from shared.unit_of_work import VersionConflict
from tests.support.api import client, problem_of, wrong_fields
from tests.support.data import Data
from tests.support.samples import make_person

ACTOR = make_person()
PATH = "/rooms"
BODY: dict[str, Any] = {
    "name": "A sample",
    "floor": 1,
    "door": "1",
    "size": "small",
    "seats": 1,
    "price": "0.00",
    "notes": "A sample",
}
KEYED = {"Idempotency-Key": "a-key"}


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
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


async def test_add_room_answers_201() -> None:
    data = arranged()
    response = await send(data)
    assert response.status_code == 201
    room_id = data.units_of_work.created("room")
    assert response.json() == {
        "id": str(room_id),
        "name": "A sample",
        "size": "small",
        "floor": 1,
        "door": "1",
        "seats": 1,
        "area": None,
        "price": "0.00",
        "notes": "A sample",
        "plan": None,
        "sensor": None,
        "open": True,
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
    }
    assert response.headers["etag"].strip('"').isdecimal()
    assert len(data.units_of_work.committed) == 1


async def test_add_room_happens_once_under_its_key() -> None:
    data = arranged()
    first, again = [await send(data, headers=KEYED) for _ in range(2)]
    assert first.status_code == 201
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(data.units_of_work.committed) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("name", "x" * 61, id="name: too long"),
        pytest.param("name", "x\n", id="name: two lines"),
        pytest.param("name", None, id="name: null"),
        pytest.param("floor", "many", id="floor: no number"),
        pytest.param("door", "", id="door: too short"),
        pytest.param("door", "xxxxx", id="door: too long"),
        pytest.param("door", "?", id="door: another form"),
        pytest.param("size", "no such word", id="size: an unknown word"),
        pytest.param("seats", 0, id="seats: below the minimum"),
        pytest.param("seats", 201, id="seats: above the maximum"),
        pytest.param("seats", "many", id="seats: no number"),
        pytest.param("seats", None, id="seats: null"),
        pytest.param("price", "-0.01", id="price: below the minimum"),
        pytest.param("price", "0.001", id="price: too many decimals"),
        pytest.param("price", "many", id="price: no number"),
        pytest.param("notes", "x" * 501, id="notes: too long"),
    ],
)
async def test_add_room_refuses_values_that_are_not_allowed(name: str, value: object) -> None:
    data = arranged()
    response = await send(data, body={**BODY, name: value})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("name", ["name", "seats"])
async def test_add_room_needs_every_required_member(name: str) -> None:
    data = arranged()
    response = await send(data, body={key: value for key, value in BODY.items() if key != name})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


async def test_add_room_refuses_unknown_members() -> None:
    data = arranged()
    response = await send(data, body={**BODY, "unknown": 1})
    assert wrong_fields(response) == ["body.unknown"]
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(
            "name",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            id="name: the longest",
        ),
        pytest.param("door", "1111", id="door: the longest"),
        pytest.param("size", "small", id="size: small"),
        pytest.param("size", "large", id="size: large"),
        pytest.param("seats", 1, id="seats: the minimum"),
        pytest.param("seats", 200, id="seats: the maximum"),
        pytest.param("price", "0.00", id="price: the minimum"),
        pytest.param("notes", "x" * 500, id="notes: the longest"),
    ],
)
async def test_add_room_accepts_the_last_values_that_are_allowed(name: str, value: object) -> None:
    response = await send(arranged(), body={**BODY, name: value})
    assert response.status_code == 201


async def test_add_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MEMBER])
async def test_add_room_is_forbidden_for_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert problem_of(response) == (403, "FORBIDDEN", "You may not do this")
    assert data.units_of_work.committed == []


async def test_add_room_is_a_conflict_while_rows_change() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    response = await send(data)
    assert problem_of(response) == (
        409,
        "VERSION_CONFLICT",
        "The data changed meanwhile; please try again",
    )
    assert data.units_of_work.committed == []
