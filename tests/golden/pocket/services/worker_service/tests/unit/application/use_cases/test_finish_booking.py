"""Close a booking whose day has passed."""

from dataclasses import replace

import pytest

from shared.dtos.enums import BookingStatus
from shared.problems import NotFound
from shared.unit_of_work import Consumed, ReadVersion, UpdateWrite, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled
from src.application.use_cases.finish_booking import FinishBooking, FinishBookingInput
from src.domain.errors import IllegalTransition
from tests.support.data import Data
from tests.support.samples import make_booking
from tests.support.units_of_work import Work

BOOKING = make_booking()
INPUTS = FinishBookingInput(booking_id=BOOKING.id)
CALLER = Caller()


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.bookings.put(BOOKING)
    return data


async def run(data: Data, inputs: FinishBookingInput = INPUTS, caller: Caller = CALLER) -> None:
    """Runs the operation on the data."""
    return await FinishBooking(bookings=data.bookings, units_of_work=data.units_of_work).execute(
        inputs, caller
    )


async def test_finish_booking_commits_its_whole_result() -> None:
    data = arranged()
    await run(data)
    assert data.units_of_work.committed == [
        Work(
            actor_id=None,
            reads=[ReadVersion(entity="booking", id=BOOKING.id, version=1)],
            writes=[
                UpdateWrite(
                    entity="booking", id=BOOKING.id, version=1, values={"status": "finished"}
                )
            ],
        )
    ]


async def test_finish_booking_needs_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("state", [BookingStatus.CANCELLED, BookingStatus.FINISHED])
async def test_finish_booking_is_refused_in_other_states(state: BookingStatus) -> None:
    data = arranged()
    data.bookings.put(BOOKING.model_copy(update={"status": state}))
    with pytest.raises(IllegalTransition) as refused:
        await run(data)
    assert refused.value.state == state
    assert data.units_of_work.committed == []


async def test_finish_booking_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_finish_booking_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_finish_booking_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
