"""The body of a request to `book_room`."""

from shared.inputs import Day
from shared.values import Contract


class BookRoomBody(Contract):
    """The body of a request to `book_room`."""

    day: Day
