"""The rule `room_is_free`."""

from src.domain.errors import Rule

ROOM_IS_FREE = Rule(
    name="room_is_free",
    code="ROOM_TAKEN",
    message="Somebody else has this room on that day",
    status=409,
)
