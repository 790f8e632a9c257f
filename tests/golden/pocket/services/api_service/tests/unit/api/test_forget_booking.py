"""DELETE /bookings/{booking}: Remove a booking that is over."""

from collections.abc import Mapping

import pytest
from httpx import Response

from shared.dtos.enums import BookingStatus, Role
from shared.dtos.person import Person
from shared.identifiers import new_id
from shared.unit_of_work import VersionConflict
from tests.support.api import client, problem_of, wrong_fields
from tests.support.data import Data
from tests.support.samples import make_booking, make_person

ACTOR = make_person()
BOOKING = make_booking(guest_id=ACTOR.id, status=BookingStatus.CANCELLED)
PATH = f"/bookings/{BOOKING.id}"
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
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Sends the request."""
    return await client(data, actor).request("DELETE", path, headers=headers)


async def test_forget_booking_answers_204() -> None:
    data = arranged()
    response = await send(data)
    assert response.status_code == 204
    assert response.content in (b"", b"null")
    assert len(data.units_of_work.committed) == 1


async def test_forget_booking_happens_once_under_its_key() -> None:
    data = arranged()
    first, again = [await send(data, headers=KEYED) for _ in range(2)]
    assert first.status_code == 204
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(data.units_of_work.committed) == 1


async def test_forget_booking_takes_the_version_that_was_seen() -> None:
    data = arranged()
    response = await send(data, headers=SEEN)
    assert response.status_code == 204


async def test_forget_booking_refuses_another_version() -> None:
    data = arranged()
    response = await send(data, headers=OUTDATED)
    assert problem_of(response)[:2] == (412, "PRECONDITION_FAILED")
    assert data.units_of_work.committed == []


async def test_forget_booking_refuses_an_identifier_of_another_form() -> None:
    path = PATH.replace(str(BOOKING.id), "nonsense")
    response = await send(arranged(), path=path)
    assert wrong_fields(response) == ["path.booking_id"]


async def test_forget_booking_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.MEMBER])
async def test_forget_booking_is_open_to_every_role_that_may_run_it(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert response.status_code != 403 or problem_of(response)[1] != "FORBIDDEN"
    assert response.status_code != 401


async def test_forget_booking_does_not_find_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no booking {BOOKING.id}")
    assert data.units_of_work.committed == []


async def test_forget_booking_does_not_show_the_booking_of_somebody_else() -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": Role.MEMBER}))
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    response = await send(data)
    assert problem_of(response) == (404, "NOT_FOUND", f"There is no booking {BOOKING.id}")
    assert data.units_of_work.committed == []


async def test_forget_booking_is_refused_unless_own_booking() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    response = await send(data)
    assert problem_of(response) == (403, "NOT_YOUR_BOOKING", "Only the guest can do this")
    assert data.units_of_work.committed == []


async def test_forget_booking_is_refused_unless_booking_is_over() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"status": BookingStatus.BOOKED}))
    response = await send(data)
    assert problem_of(response) == (409, "BOOKING_ACTIVE", "Cancel the booking first")
    assert data.units_of_work.committed == []


async def test_forget_booking_is_a_conflict_while_rows_change() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    response = await send(data)
    assert problem_of(response) == (
        409,
        "VERSION_CONFLICT",
        "The data changed meanwhile; please try again",
    )
    assert data.units_of_work.committed == []
