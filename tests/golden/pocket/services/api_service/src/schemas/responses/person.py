"""Somebody with an account."""

from uuid import UUID

from shared.dtos.enums import Role
from shared.values import Moment, Row


class PersonResponse(Row):
    """Somebody with an account."""

    id: UUID
    email: str
    role: Role
    full_name: str
    phone: str | None
    favourite_room_id: UUID | None
    email_verified: bool
    email_verified_at: Moment | None
    telegram_chat: str | None
    created_at: Moment
    updated_at: Moment
