"""The rule `room_is_open`."""

from shared.dtos.room import Room
from src.domain.errors import Rule

ROOM_IS_OPEN = Rule(
    name="room_is_open",
    code="ROOM_CLOSED",
    message="This room cannot be booked at the moment",
    status=409,
)


def room_is_open(room: Room) -> bool:
    """Whether the rule holds."""
    return room.open
