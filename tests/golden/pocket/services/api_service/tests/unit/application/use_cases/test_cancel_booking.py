"""Give a booked room back."""

from dataclasses import replace

import pytest

from shared.dtos.booking import Booking
from shared.dtos.enums import BookingStatus, CancelBookingReason, Role
from shared.identifiers import new_id
from shared.problems import NotFound
from shared.unit_of_work import Consumed, ReadVersion, UpdateWrite, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled, NotAllowed, NotSignedIn, NotVisible
from src.application.use_cases.cancel_booking import CancelBooking, CancelBookingInput
from src.domain.errors import IllegalTransition
from tests.support.data import Data
from tests.support.samples import make_booking, make_person
from tests.support.units_of_work import Published, Work

ACTOR = make_person(role=Role.MEMBER)
BOOKING = make_booking(guest_id=ACTOR.id)
INPUTS = CancelBookingInput(booking_id=BOOKING.id, reason=CancelBookingReason.ILL)
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.put(BOOKING)
    return data


async def run(data: Data, inputs: CancelBookingInput = INPUTS, caller: Caller = CALLER) -> Booking:
    """Runs the operation on the data."""
    return await CancelBooking(
        bookings=data.bookings,
        people=data.people,
        units_of_work=data.units_of_work,
        clock=data.clock,
    ).execute(inputs, caller)


async def test_cancel_booking_commits_its_whole_result() -> None:
    data = arranged()
    result = await run(data)
    assert data.units_of_work.committed == [
        Work(
            actor_id=ACTOR.id,
            reads=[
                ReadVersion(entity="person", id=ACTOR.id, version=1),
                ReadVersion(entity="booking", id=BOOKING.id, version=1),
            ],
            writes=[
                UpdateWrite(
                    entity="booking",
                    id=BOOKING.id,
                    version=1,
                    values={"status": "cancelled", "cancelled_on": "2030-01-31"},
                )
            ],
            events=[
                Published(
                    "booking.cancelled",
                    "booking",
                    str(BOOKING.id),
                    {"booking_id": str(BOOKING.id), "reason": "ill"},
                )
            ],
        )
    ]
    assert result == data.bookings.stored[BOOKING.id]


async def test_cancel_booking_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())
    assert data.units_of_work.committed == []


async def test_cancel_booking_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MANAGER])
async def test_cancel_booking_is_refused_to_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    with pytest.raises(NotAllowed):
        await run(data)
    assert data.units_of_work.committed == []


async def test_cancel_booking_needs_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


async def test_cancel_booking_hides_the_booking_of_somebody_else() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    with pytest.raises(NotVisible) as refused:
        await run(data)
    assert refused.value.identifier == BOOKING.id
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("state", [BookingStatus.CANCELLED, BookingStatus.FINISHED])
async def test_cancel_booking_is_refused_in_other_states(state: BookingStatus) -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"status": state}))
    with pytest.raises(IllegalTransition) as refused:
        await run(data)
    assert refused.value.state == state
    assert data.units_of_work.committed == []


async def test_cancel_booking_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_cancel_booking_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_cancel_booking_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
