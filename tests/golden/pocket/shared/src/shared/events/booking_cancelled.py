"""Booking cancelled."""

from typing import ClassVar
from uuid import UUID

from shared.unit_of_work import EventPayload


class BookingCancelled(EventPayload):
    """Booking cancelled."""

    event_name: ClassVar[str] = "booking.cancelled"
    event_version: ClassVar[int] = 2

    booking_id: UUID
    reason: str | None = None
