"""The rule `book_room_unless_day_is_over`."""

from datetime import date

from src.domain.errors import Rule

BOOK_ROOM_UNLESS_DAY_IS_OVER = Rule(
    name="book_room_unless_day_is_over",
    code="DAY_IS_OVER",
    message="This day is over",
    status=422,
)


def book_room_unless_day_is_over(day: date, today: date) -> bool:
    """Whether the rule holds."""
    return day >= today
