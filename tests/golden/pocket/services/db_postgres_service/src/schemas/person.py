"""The values that may be written to rows of Person."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.dtos.enums import Role
from shared.values import Contract, Line, Omittable, Timestamp


class PersonCreate(Contract):
    """A new row."""

    email: Annotated[
        str, Field(min_length=3, max_length=254, pattern="^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$")
    ]
    password: Annotated[str, Field(min_length=12, max_length=128)]
    role: Role
    full_name: Annotated[Line, Field(max_length=80)]
    phone: Annotated[str, Field(pattern="^\\+[1-9]\\d{6,14}$")] | None = None
    door_code: Annotated[str, Field(max_length=40)] | None = None
    favourite_room_id: UUID | None = None
    email_verified: bool = False
    email_verified_at: Timestamp | None = None
    telegram_chat: Annotated[Line, Field(max_length=32)] | None = None


class PersonUpdate(Contract):
    """A change; members that are not given stay as they are."""

    password: Omittable[Annotated[str, Field(min_length=12, max_length=128)]] = None
    role: Omittable[Role] = None
    full_name: Omittable[Annotated[Line, Field(max_length=80)]] = None
    phone: Annotated[str, Field(pattern="^\\+[1-9]\\d{6,14}$")] | None = None
    door_code: Annotated[str, Field(max_length=40)] | None = None
    favourite_room_id: UUID | None = None
    email_verified: Omittable[bool] = None
    email_verified_at: Timestamp | None = None
    telegram_chat: Annotated[Line, Field(max_length=32)] | None = None
