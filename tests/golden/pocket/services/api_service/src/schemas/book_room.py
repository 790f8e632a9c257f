"""Book a room for a day."""

from datetime import date

from shared.values import Contract


class BookRoomBody(Contract):
    """Book a room for a day."""

    day: date
