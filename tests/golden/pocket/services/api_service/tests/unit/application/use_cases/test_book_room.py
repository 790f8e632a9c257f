"""Book a room for a day."""

from dataclasses import replace
from datetime import date

import pytest

from shared.dtos.booking import Booking
from shared.dtos.enums import Role
from shared.identifiers import new_id
from shared.problems import NotFound
from shared.unit_of_work import (
    Consumed,
    CreateWrite,
    Guard,
    GuardFailed,
    ReadVersion,
    VersionConflict,
)
from src.application.caller import Caller
from src.application.errors import AlreadyHandled, NotAllowed, NotSignedIn
from src.application.use_cases.book_room import BookRoom, BookRoomInput
from src.domain.errors import RuleViolation
from src.domain.rules.book_room_unless_day_is_over import BOOK_ROOM_UNLESS_DAY_IS_OVER
from src.domain.rules.room_is_free import ROOM_IS_FREE
from src.domain.rules.room_is_open import ROOM_IS_OPEN
from tests.support.data import Data
from tests.support.samples import make_person, make_room
from tests.support.units_of_work import Published, Work

ACTOR = make_person(role=Role.MEMBER)
ROOM = make_room()
INPUTS = BookRoomInput(room_id=ROOM.id, day=date(2030, 1, 31))
CALLER = Caller(account_id=ACTOR.id)


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.rooms.put(ROOM)
    return data


async def run(data: Data, inputs: BookRoomInput = INPUTS, caller: Caller = CALLER) -> Booking:
    """Runs the operation on the data."""
    return await BookRoom(
        people=data.people,
        rooms=data.rooms,
        guards=data.guards,
        units_of_work=data.units_of_work,
        clock=data.clock,
    ).execute(inputs, caller)


async def test_book_room_commits_its_whole_result() -> None:
    data = arranged()
    result = await run(data)
    booking_id = data.units_of_work.created("booking")
    assert data.units_of_work.committed == [
        Work(
            actor_id=ACTOR.id,
            reads=[ReadVersion(entity="room", id=ROOM.id, version=1)],
            guards=[
                Guard(
                    name="room_is_free",
                    parameters={"input_day": "2030-01-31", "input_room_id": str(ROOM.id)},
                )
            ],
            writes=[
                CreateWrite(
                    entity="booking",
                    id=booking_id,
                    values={
                        "room_id": str(ROOM.id),
                        "guest_id": str(ACTOR.id),
                        "day": "2030-01-31",
                        "price": "0.00",
                        "status": "booked",
                        "cancelled_on": None,
                    },
                )
            ],
            events=[
                Published(
                    "booking.made",
                    "booking",
                    str(booking_id),
                    {"booking_id": str(booking_id), "day": "2030-01-31"},
                ),
                Published(
                    "audit.recorded",
                    "booking",
                    str(booking_id),
                    {
                        "operation": "book_room",
                        "category": "bookings",
                        "actor_id": str(ACTOR.id),
                        "entity_type": "booking",
                        "entity_id": str(booking_id),
                        "details": {"room_id": str(ROOM.id), "day": "2030-01-31"},
                    },
                ),
            ],
        )
    ]
    assert result == data.bookings.stored[booking_id]


async def test_book_room_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller())
    assert data.units_of_work.committed == []


async def test_book_room_needs_an_account_that_exists() -> None:
    data = arranged()
    with pytest.raises(NotSignedIn):
        await run(data, caller=Caller(account_id=new_id()))
    assert data.units_of_work.committed == []


@pytest.mark.parametrize("role", [Role.MANAGER])
async def test_book_room_is_refused_to_other_roles(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    with pytest.raises(NotAllowed):
        await run(data)
    assert data.units_of_work.committed == []


async def test_book_room_needs_the_room() -> None:
    data = arranged()
    del data.rooms.stored[ROOM.id]
    with pytest.raises(NotFound):
        await run(data)
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_room_is_open() -> None:
    data = arranged()
    data.rooms.put(ROOM.model_copy(update={"open": False}))
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == ROOM_IS_OPEN
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_room_is_free() -> None:
    data = arranged()
    data.guards.failing.add(ROOM_IS_FREE.name)
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == ROOM_IS_FREE
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_room_is_free_at_the_commit() -> None:
    data = arranged()
    data.units_of_work.refusals = [GuardFailed(ROOM_IS_FREE.name)]
    with pytest.raises(RuleViolation) as refused:
        await run(data)
    assert refused.value.rule == ROOM_IS_FREE
    assert data.units_of_work.committed == []


async def test_book_room_is_refused_unless_book_room_unless_day_is_over() -> None:
    data = arranged()
    with pytest.raises(RuleViolation) as refused:
        await run(data, inputs=replace(INPUTS, day=date(2030, 1, 30)))
    assert refused.value.rule == BOOK_ROOM_UNLESS_DAY_IS_OVER
    assert data.units_of_work.committed == []


async def test_book_room_tells_the_first_rule_that_fails() -> None:
    data = arranged()
    data.guards.failing.add(ROOM_IS_FREE.name)
    data.rooms.put(ROOM.model_copy(update={"open": False}))
    with pytest.raises(RuleViolation) as refused:
        await run(data, inputs=replace(INPUTS, day=date(2030, 1, 30)))
    assert refused.value.rule == ROOM_IS_OPEN
    assert data.units_of_work.committed == []


async def test_book_room_starts_anew_after_a_conflict() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed"), VersionConflict("changed")]
    await run(data)
    assert len(data.units_of_work.committed) == 1


async def test_book_room_gives_up_after_three_conflicts() -> None:
    data = arranged()
    data.units_of_work.refusals = [VersionConflict("changed")] * 3
    with pytest.raises(VersionConflict):
        await run(data)
    assert data.units_of_work.committed == []


async def test_book_room_changes_nothing_when_told_again() -> None:
    data = arranged()
    consumed = Consumed(consumer="worker", key="1")
    data.units_of_work.handled = [consumed]
    with pytest.raises(AlreadyHandled):
        await run(data, caller=replace(CALLER, consumed=consumed))
    assert data.units_of_work.committed == []
