"""The body of a request to `book_room`."""

from datetime import date

from shared.values import Contract


class BookRoomBody(Contract):
    """The body of a request to `book_room`."""

    day: date
