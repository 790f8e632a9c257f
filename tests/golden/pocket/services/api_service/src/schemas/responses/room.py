"""A room that can be booked."""

from uuid import UUID

from shared.dtos.enums import RoomSize
from shared.values import ExactDecimal, Row, Timestamp


class RoomResponse(Row):
    """A room that can be booked."""

    id: UUID
    name: str
    size: RoomSize
    floor: int
    door: str
    seats: int
    area: ExactDecimal | None
    price: ExactDecimal
    notes: str | None
    plan: str | None
    sensor: UUID | None
    open: bool
    created_at: Timestamp
    updated_at: Timestamp
