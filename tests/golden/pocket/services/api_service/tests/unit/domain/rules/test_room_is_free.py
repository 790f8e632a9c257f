"""The rule `room is free`."""

from src.domain.errors import Rule
from src.domain.rules.room_is_free import ROOM_IS_FREE


def test_room_is_free_says_what_is_wrong() -> None:
    assert (
        Rule(
            name="room_is_free",
            code="ROOM_TAKEN",
            message="Somebody else has this room on that day",
            status=409,
        )
        == ROOM_IS_FREE
    )
