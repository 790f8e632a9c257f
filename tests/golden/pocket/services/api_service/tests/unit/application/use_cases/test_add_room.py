"""Add a room to the list."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.dtos.enums import Role, RoomSize
from shared.dtos.room import Room
from shared.identifiers import new_id
from shared.unit_of_work import Consumed, CreateWrite, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled, NotAllowed, NotSignedIn
from src.application.use_cases.add_room import AddRoom, AddRoomInput
from tests.support.data import Data
from tests.support.samples import make_person
from tests.support.units_of_work import Work

ACTOR = make_person()
INPUTS = AddRoomInput(
    name="A sample",
    floor=1,
    door="1",
    size=RoomSize.SMALL,
    seats=1,
    price=Decimal("0.00"),
    notes="A sample",
)
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    return data


async def run(data: Data, inputs: AddRoomInput = INPUTS, caller: Caller = CALLER) -> Room:
    """Runs the operation on the data."""
    return await AddRoom(people=data.people, units_of_work=data.units_of_work).execute(
        inputs, caller
    )


async def test_add_room_commits_its_whole_result() -> None:
    data = arranged()
    result = await run(data)
    room_id = data.units_of_work.created("room")
    assert data.units_of_work.committed == [
        Work(
            actor_id=ACTOR.id,
            writes=[
                CreateWrite(
                    entity="room",
                    id=room_id,
                    values={
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
                    },
                )
            ],
        )
    ]
    assert result == data.rooms.stored[room_id]


async def test_add_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())
    assert data.units_of_work.committed == []


async def test_add_room_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MEMBER])
async def test_add_room_is_refused_to_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    with pytest.raises(NotAllowed):
        await run(data)
    assert data.units_of_work.committed == []


async def test_add_room_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_add_room_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_add_room_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
