"""Browse the rooms that are open."""

from shared.dtos.room import Room
from shared.paging import Page
from src.application.caller import Caller
from src.application.use_cases.list_rooms import ListRooms, ListRoomsInput
from tests.support.data import Data
from tests.support.rows import Asked
from tests.support.samples import make_room

ITEM = make_room()
INPUTS = ListRoomsInput()
CALLER = Caller()


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.rooms.select("list_rooms", ITEM)
    return data


async def run(data: Data, inputs: ListRoomsInput = INPUTS, caller: Caller = CALLER) -> Page[Room]:
    """Runs the operation on the data."""
    return await ListRooms(rooms=data.rooms).execute(inputs, caller)


async def test_list_rooms_asks_for_a_page() -> None:
    data = arranged()
    result = await run(data)
    assert result == Page(items=[ITEM])
    assert data.rooms.asked == [Asked("list_rooms", {}, sort="name")]
