"""The rule `book room unless day is over`."""

from src.domain.errors import Rule
from src.domain.rules.book_room_unless_day_is_over import BOOK_ROOM_UNLESS_DAY_IS_OVER


def test_book_room_unless_day_is_over_says_what_is_wrong() -> None:
    assert (
        Rule(
            name="book_room_unless_day_is_over",
            code="DAY_IS_OVER",
            message="This day is over",
            status=422,
        )
        == BOOK_ROOM_UNLESS_DAY_IS_OVER
    )
