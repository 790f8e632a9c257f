"""A person has a room for a day."""

from datetime import date
from uuid import UUID

from shared.dtos.enums import BookingStatus
from shared.values import ExactDecimal, Row, Timestamp


class Booking(Row):
    """A person has a room for a day."""

    id: UUID
    room_id: UUID
    guest_id: UUID
    day: date
    price: ExactDecimal
    status: BookingStatus
    cancelled_on: date | None = None
    created_at: Timestamp
    updated_at: Timestamp
    version: int
