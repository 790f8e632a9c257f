"""A room that can be booked."""

from uuid import UUID

from shared.dtos.enums import RoomSize
from shared.values import ExactDecimal, Row, Timestamp


class Room(Row):
    """A room that can be booked."""

    id: UUID
    name: str
    size: RoomSize
    floor: int
    door: str
    seats: int
    area: ExactDecimal | None = None
    price: ExactDecimal
    notes: str | None = None
    plan: str | None = None
    sensor: UUID | None = None
    open: bool
    created_at: Timestamp
    updated_at: Timestamp
    version: int
