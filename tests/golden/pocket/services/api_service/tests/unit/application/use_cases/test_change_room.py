"""Change what is said about a room."""

from dataclasses import replace

import pytest

from shared.dtos.enums import Role
from shared.dtos.room import Room
from shared.identifiers import new_id
from shared.problems import NotFound
from shared.unit_of_work import Consumed, ReadVersion, UpdateWrite, VersionConflict
from src.application.caller import Caller
from src.application.errors import AlreadyHandled, NotAllowed, NotSignedIn
from src.application.use_cases.change_room import ChangeRoom, ChangeRoomInput
from tests.support.data import Data
from tests.support.samples import make_person, make_room
from tests.support.units_of_work import Work

ACTOR = make_person()
ROOM = make_room()
INPUTS = ChangeRoomInput(
    room_id=ROOM.id,
    seats=1,
    notes="A sample",
    open=False,
    sent=frozenset({"seats", "notes", "open"}),
)
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.rooms.put(ROOM)
    return data


async def run(data: Data, inputs: ChangeRoomInput = INPUTS, caller: Caller = CALLER) -> Room:
    """Runs the operation on the data."""
    return await ChangeRoom(
        people=data.people, rooms=data.rooms, units_of_work=data.units_of_work
    ).execute(inputs, caller)


async def test_change_room_commits_its_whole_result() -> None:
    data = arranged()
    result = await run(data)
    assert data.units_of_work.committed == [
        Work(
            actor_id=ACTOR.id,
            reads=[ReadVersion(entity="room", id=ROOM.id, version=1)],
            writes=[
                UpdateWrite(
                    entity="room",
                    id=ROOM.id,
                    version=1,
                    values={"seats": 1, "notes": "A sample", "open": False},
                )
            ],
        )
    ]
    assert result == data.rooms.stored[ROOM.id]


async def test_change_room_leaves_alone_what_is_not_sent() -> None:
    data = arranged()
    await run(data, replace(INPUTS, sent=frozenset({"seats"})))
    (write,) = data.units_of_work.committed[0].writes
    assert isinstance(write, UpdateWrite)
    assert write.values == {"seats": 1}


async def test_change_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())
    assert data.units_of_work.committed == []


async def test_change_room_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MEMBER])
async def test_change_room_is_refused_to_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    with pytest.raises(NotAllowed):
        await run(data)
    assert data.units_of_work.committed == []


async def test_change_room_needs_the_room() -> None:
    data = arranged()
    del data.rooms.stored[ROOM.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


async def test_change_room_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_change_room_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_change_room_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
