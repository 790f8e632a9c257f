"""A person has a room for a day."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from src.models.base import Entity


class Booking(Entity):
    """A person has a room for a day."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("price >= 0.00", name="bookings_price_check"),
        CheckConstraint(
            "status IN ('booked', 'cancelled', 'finished')", name="bookings_status_check"
        ),
        Index("idx_bookings_room_id_day", "room_id", "day"),
        Index("idx_bookings_guest_id_status_day_id", "guest_id", "status", "day", "id"),
    )

    room_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("rooms.id", ondelete="RESTRICT"))
    guest_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("people.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date())
    price: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    status: Mapped[str] = mapped_column(
        String(40), info={"words": ("booked", "cancelled", "finished")}
    )
    cancelled_on: Mapped[date | None] = mapped_column(Date())
