"""Remove a booking that is over."""

from dataclasses import replace

import pytest

from shared.dtos.enums import BookingStatus, Role
from shared.identifiers import new_id
from shared.problems import NotFound
from shared.unit_of_work import Consumed, DeleteWrite, ReadVersion, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled, NotSignedIn, NotVisible
from src.application.use_cases.forget_booking import ForgetBooking, ForgetBookingInput
from src.domain.errors import RuleViolation
from src.domain.rules.booking_is_over import BOOKING_IS_OVER
from src.domain.rules.own_booking import OWN_BOOKING
from tests.support.data import Data
from tests.support.samples import make_booking, make_person
from tests.support.units_of_work import Work

ACTOR = make_person()
BOOKING = make_booking(guest_id=ACTOR.id, status=BookingStatus.CANCELLED)
INPUTS = ForgetBookingInput(booking_id=BOOKING.id)
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.put(BOOKING)
    return data


async def run(data: Data, inputs: ForgetBookingInput = INPUTS, caller: Caller = CALLER) -> None:
    """Runs the operation on the data."""
    return await ForgetBooking(
        bookings=data.bookings, people=data.people, units_of_work=data.units_of_work
    ).execute(inputs, caller)


async def test_forget_booking_commits_its_whole_result() -> None:
    data = arranged()
    await run(data)
    assert data.units_of_work.committed == [
        Work(
            actor_id=ACTOR.id,
            reads=[
                ReadVersion(entity="person", id=ACTOR.id, version=1),
                ReadVersion(entity="booking", id=BOOKING.id, version=1),
            ],
            writes=[DeleteWrite(entity="booking", id=BOOKING.id, version=1)],
        )
    ]


async def test_forget_booking_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())
    assert data.units_of_work.committed == []


async def test_forget_booking_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
    assert data.units_of_work.committed == []


async def test_forget_booking_needs_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


async def test_forget_booking_hides_the_booking_of_somebody_else() -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": Role.MEMBER}))
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    with pytest.raises(NotVisible) as refused:
        await run(data)
    assert refused.value.identifier == BOOKING.id
    assert data.units_of_work.committed == []


async def test_forget_booking_is_refused_unless_own_booking() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"guest_id": new_id()}))
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == OWN_BOOKING
    assert data.units_of_work.committed == []


async def test_forget_booking_is_refused_unless_booking_is_over() -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"status": BookingStatus.BOOKED}))
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == BOOKING_IS_OVER
    assert data.units_of_work.committed == []


async def test_forget_booking_tells_the_first_rule_that_fails() -> None:
    data = arranged()
    data.bookings.put(
        BOOKING.model_copy(update={"guest_id": new_id(), "status": BookingStatus.BOOKED})
    )
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == OWN_BOOKING
    assert data.units_of_work.committed == []


async def test_forget_booking_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_forget_booking_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_forget_booking_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
