"""Somebody with an account."""

from uuid import UUID

from shared.dtos.enums import Role
from shared.values import Row, Timestamp


class Person(Row):
    """Somebody with an account."""

    id: UUID
    email: str
    role: Role
    full_name: str
    phone: str | None = None
    favourite_room_id: UUID | None = None
    active: bool
    email_verified: bool
    email_verified_at: Timestamp | None = None
    telegram_chat: str | None = None
    created_at: Timestamp
    updated_at: Timestamp
    version: int
