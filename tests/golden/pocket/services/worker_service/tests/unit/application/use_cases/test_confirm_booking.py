"""Tell the guest, and everybody who keeps the rooms."""

from dataclasses import replace

import pytest

from shared.problems import NotFound
from shared.unit_of_work import Consumed, ReadVersion, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled
from src.application.use_cases.confirm_booking import ConfirmBooking, ConfirmBookingInput
from tests.support.data import Data
from tests.support.samples import make_booking, make_person
from tests.support.units_of_work import Published, Work

BOOKING_GUEST = make_person(telegram_chat="71001")
BOOKING = make_booking(guest_id=BOOKING_GUEST.id)
MANAGER = make_person(telegram_chat="71001")
INPUTS = ConfirmBookingInput(booking_id=BOOKING.id)
CALLER = Caller()


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.bookings.put(BOOKING)
    data.people.put(BOOKING_GUEST)
    data.people.select("confirm_booking", MANAGER)
    return data


async def run(data: Data, inputs: ConfirmBookingInput = INPUTS, caller: Caller = CALLER) -> None:
    """Runs the operation on the data."""
    return await ConfirmBooking(
        bookings=data.bookings, people=data.people, units_of_work=data.units_of_work
    ).execute(inputs, caller)


async def test_confirm_booking_commits_its_whole_result() -> None:
    data = arranged()
    await run(data)
    assert data.units_of_work.committed == [
        Work(
            actor_id=None,
            reads=[ReadVersion(entity="booking", id=BOOKING.id, version=1)],
            events=[
                Published(
                    "notification.telegram",
                    "notification",
                    str(BOOKING_GUEST.id),
                    {
                        "notification": "booking_confirmed",
                        "channel": "telegram",
                        "recipient_id": str(BOOKING_GUEST.id),
                        "address": "71001",
                        "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                    },
                ),
                Published(
                    "notification.email",
                    "notification",
                    str(BOOKING_GUEST.id),
                    {
                        "notification": "booking_confirmed",
                        "channel": "email",
                        "recipient_id": str(BOOKING_GUEST.id),
                        "address": "person@people.example",
                        "subject": "Your room is booked",
                        "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                        "link": None,
                    },
                ),
                Published(
                    "notification.telegram",
                    "notification",
                    str(MANAGER.id),
                    {
                        "notification": "booking_confirmed",
                        "channel": "telegram",
                        "recipient_id": str(MANAGER.id),
                        "address": "71001",
                        "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                    },
                ),
                Published(
                    "notification.email",
                    "notification",
                    str(MANAGER.id),
                    {
                        "notification": "booking_confirmed",
                        "channel": "email",
                        "recipient_id": str(MANAGER.id),
                        "address": "person@people.example",
                        "subject": "Your room is booked",
                        "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                        "link": None,
                    },
                ),
            ],
        )
    ]


async def test_confirm_booking_needs_the_booking() -> None:
    data = arranged()
    del data.bookings.stored[BOOKING.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


async def test_confirm_booking_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_confirm_booking_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_confirm_booking_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
