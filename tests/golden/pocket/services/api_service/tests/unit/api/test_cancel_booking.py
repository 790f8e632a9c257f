"""POST /bookings/{booking}/cancellation: Give a booked room back."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response

from shared.dtos.enums import BookingStatus, Role
from shared.dtos.person import Person
from shared.identifiers import new_id
from shared.unit_of_work import VersionConflict
from tests.support.api import client, problem_of, wrong_fields
from tests.support.data import Data
from tests.support.samples import make_booking, make_person

ACTOR = make_person(role=Role.MEMBER)
BOOKING = make_booking(guest_id=ACTOR.id)
PATH = f"/bookings/{BOOKING.id}/cancellation"
BODY: dict[str, Any] = {"reason": "ill"}
SEEN, OUTDATED = {"If-Match": '"1"'}, {"If-Match": '"9"'}
KEYED = {"Idempotency-Key": "a-key"}


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.put(BOOKING)
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


async def test_cancel_booking_answers_200() -> None:
    data = arranged()
    response = await send(data)
    assert response.status_code == 200
    assert response.json() == {
        "id": str(BOOKING.id),
        "room_id": str(BOOKING.room_id),
        "guest_id": str(ACTOR.id),
        "day": "2030-01-31",
        "price": "0.00",
        "status": "cancelled",
        "cancelled_on": "2030-01-31",
        "created_at": "2030-01-31T12:00:00Z",
        "updated_at": "2030-01-31T12:00:00Z",
    }
    assert response.headers["etag"].strip('"').isdecimal()
    assert len(data.units_of_work.committed) == 1


async def test_cancel_booking_happens_once_under_its_key() -> None:
    data = arranged()
    first, again = [await send(data, headers=KEYED) for _ in range(2)]
    assert first.status_code == 200
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(data.units_of_work.committed) == 1


async def test_cancel_booking_takes_the_version_that_was_seen() -> None:
    data = arranged()
    response = await send(data, headers=SEEN)
    assert response.status_code == 200


async def test_cancel_booking_refuses_another_version() -> None:
    data = arranged()
    response = await send(data, headers=OUTDATED)
    assert problem_of(response)[:2] == (412, "PRECONDITION_FAILED")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize(
    ("name", "value"), [pytest.param("reason", "no such word", id="reason: an unknown word")]
)
async def test_cancel_booking_refuses_values_that_are_not_allowed(name: str, value: object) -> None:
    data = arranged()
    response = await send(data, body={**BODY, name: value})
    assert wrong_fields(response) == [f"body.{name}"]
    assert data.units_of_work.committed == []


async def test_cancel_booking_refuses_unknown_members() -> None:
    data = arranged()
    response = await send(data, body={**BODY, "unknown": 1})
    assert wrong_fields(response) == ["body.unknown"]
    assert data.units_of_work.committed == []


async def test_cancel_booking_takes_the_defaults_without_a_body() -> None:
    response = await send(arranged(), body=None)
    assert response.status_code == (await send(arranged(), body={})).status_code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("reason", "ill", id="reason: ill"),
        pytest.param("reason", "other_plans", id="reason: other_plans"),
        pytest.param("reason", "no_reason", id="reason: no_reason"),
    ],
)
async def test_cancel_booking_accepts_the_last_values_that_are_allowed(
    name: str, value: object
) -> None:
    response = await send(arranged(), body={**BODY, name: value})
    assert response.status_code == 200


async def test_cancel_booking_refuses_an_identifier_of_another_form() -> None:
    path = PATH.replace(str(BOOKING.id), "nonsense")
    response = await send(arranged(), path=path)
    assert wrong_fields(response) == ["path.booking_id"]


async def test_cancel_booking_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MANAGER])
async def test_cancel_booking_is_forbidden_for_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert problem_of(response) == (403, "FORBIDDEN", "You may not do this")
    assert data.units_of_work.committed == []


async def test_cancel_booking_does_not_find_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no booking {BOOKING.id}")
    assert data.units_of_work.committed == []


async def test_cancel_booking_does_not_show_the_booking_of_somebody_else() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no booking {BOOKING.id}")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("state", [BookingStatus.CANCELLED, BookingStatus.FINISHED])
async def test_cancel_booking_is_a_conflict_in_other_states(state: BookingStatus) -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"status": state}))
    response = await send(data)
    assert problem_of(response)[:2] == (409, "ILLEGAL_TRANSITION")
    assert response.json()["state"] == state
    assert data.units_of_work.committed == []


async def test_cancel_booking_is_a_conflict_while_rows_change() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    response = await send(data)
    assert problem_of(response) == (
        409,
        "VERSION_CONFLICT",
        "The data changed meanwhile; please try again",
    )
    assert data.units_of_work.committed == []
