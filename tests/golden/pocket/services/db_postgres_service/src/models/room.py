"""A room that can be booked."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from src.models.base import Entity


class Room(Entity):
    """A room that can be booked."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("size IN ('small', 'large')", name="rooms_size_check"),
        CheckConstraint("seats >= 1 AND seats <= 200", name="rooms_seats_check"),
        CheckConstraint("price >= 0.00", name="rooms_price_check"),
        UniqueConstraint("name", name="uniq_rooms_name"),
        UniqueConstraint("floor", "door", name="uniq_rooms_floor_door"),
        Index("idx_rooms_size_name_id", "size", "name", "id"),
        Index("idx_rooms_price_name_id", "price", "name", "id"),
        Index("idx_rooms_seats_id", "seats", "id"),
    )

    name: Mapped[str] = mapped_column(String(60))
    size: Mapped[str] = mapped_column(String(40), info={"words": ("small", "large")})
    floor: Mapped[int] = mapped_column(BigInteger())
    door: Mapped[str] = mapped_column(String(4))
    seats: Mapped[int] = mapped_column(BigInteger())
    area: Mapped[Decimal | None] = mapped_column(Numeric(6, 1))
    price: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    notes: Mapped[str | None] = mapped_column(Text())
    plan: Mapped[str | None] = mapped_column(String(2048))
    sensor: Mapped[UUID | None] = mapped_column(Uuid())
    open: Mapped[bool] = mapped_column(Boolean())
