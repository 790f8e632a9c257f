"""The rule `room is open`."""

import pytest

from shared.dtos.room import Room
from src.domain.errors import Rule
from src.domain.rules.room_is_open import ROOM_IS_OPEN, room_is_open
from tests.support.samples import make_room

ROOM = make_room()


@pytest.mark.parametrize(
    ("room", "holds"), [(ROOM, True), (ROOM.model_copy(update={"open": False}), False)]
)
def test_room_is_open(room: Room, holds: bool) -> None:
    assert room_is_open(room) is holds


def test_room_is_open_says_what_is_wrong() -> None:
    assert (
        Rule(
            name="room_is_open",
            code="ROOM_CLOSED",
            message="This room cannot be booked at the moment",
            status=409,
        )
        == ROOM_IS_OPEN
    )
