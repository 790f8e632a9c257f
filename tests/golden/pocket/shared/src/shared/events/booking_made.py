"""A room is booked."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.unit_of_work import EventPayload


class BookingMade(EventPayload):
    """A room is booked."""

    event_name: ClassVar[str] = "booking.made"
    event_version: ClassVar[int] = 1

    booking_id: UUID
    day: date
