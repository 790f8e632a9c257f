"""List what the person has booked."""

import pytest

from shared.dtos.booking import Booking
from shared.identifiers import new_id
from shared.paging import Page
from src.application.caller import Caller
from src.application.errors import NotSignedIn
from src.application.use_cases.list_own_bookings import ListOwnBookings, ListOwnBookingsInput
from tests.support.data import Data
from tests.support.rows import Asked
from tests.support.samples import make_booking, make_person

ACTOR = make_person()
ITEM = make_booking()
INPUTS = ListOwnBookingsInput()
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.select("list_own_bookings", ITEM)
    return data


async def run(
    data: Data, inputs: ListOwnBookingsInput = INPUTS, caller: Caller = CALLER
) -> Page[Booking]:
    """Runs the operation on the data."""
    return await ListOwnBookings(bookings=data.bookings, people=data.people).execute(inputs, caller)


async def test_list_own_bookings_asks_for_a_page() -> None:
    data = arranged()
    result = await run(data)
    assert result == Page(items=[ITEM])
    assert data.bookings.asked == [Asked("list_own_bookings", {"actor_id": ACTOR.id}, sort="day")]


async def test_list_own_bookings_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())


async def test_list_own_bookings_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
