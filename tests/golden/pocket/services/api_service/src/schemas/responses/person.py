"""Somebody with an account."""

from uuid import UUID

from shared.dtos.enums import Role
from shared.values import Row, Timestamp


class PersonResponse(Row):
    """Somebody with an account."""

    id: UUID
    email: str
    role: Role
    full_name: str
    phone: str | None
    favourite_room_id: UUID | None
    active: bool
    email_verified: bool
    email_verified_at: Timestamp | None
    telegram_chat: str | None
    created_at: Timestamp
    updated_at: Timestamp
