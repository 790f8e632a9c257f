"""Somebody with an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from src.models.base import Entity


class Person(Entity):
    """Somebody with an account."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("role IN ('manager', 'member')", name="people_role_check"),
        UniqueConstraint("email", name="uniq_people_email"),
        UniqueConstraint("telegram_chat", name="uniq_people_telegram_chat"),
        Index("idx_people_favourite_room_id", "favourite_room_id"),
    )

    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(40), info={"words": ("manager", "member")})
    full_name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(16))
    door_code: Mapped[str | None] = mapped_column(String(40))
    favourite_room_id: Mapped[UUID | None] = mapped_column(
        Uuid(), ForeignKey("rooms.id", ondelete="SET NULL")
    )
    active: Mapped[bool] = mapped_column(Boolean())
    email_verified: Mapped[bool] = mapped_column(Boolean())
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    telegram_chat: Mapped[str | None] = mapped_column(String(32))
