"""The values that may be written to rows of Person."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from shared.dtos.enums import Role
from shared.emails import EmailAddress
from shared.inputs import TimestampText, any_lines, one_line
from shared.phones import PhoneNumber
from shared.values import Contract, Omittable


class PersonCreate(Contract):
    """A new row."""

    email: EmailAddress
    password: Annotated[str, Field(min_length=12, max_length=128)]
    role: Role
    full_name: Annotated[str, Field(max_length=80), one_line]
    phone: PhoneNumber | None = None
    door_code: Annotated[str, Field(max_length=40), any_lines] | None = None
    favourite_room_id: UUID | None = None
    active: StrictBool = True
    email_verified: StrictBool = False
    email_verified_at: TimestampText | None = None
    telegram_chat: Annotated[str, Field(max_length=32), one_line] | None = None


class PersonUpdate(Contract):
    """A change; members that are not given stay as they are."""

    password: Omittable[Annotated[str, Field(min_length=12, max_length=128)]] = None
    role: Omittable[Role] = None
    full_name: Omittable[Annotated[str, Field(max_length=80), one_line]] = None
    phone: PhoneNumber | None = None
    door_code: Annotated[str, Field(max_length=40), any_lines] | None = None
    favourite_room_id: UUID | None = None
    active: Omittable[StrictBool] = None
    email_verified: Omittable[StrictBool] = None
    email_verified_at: TimestampText | None = None
    telegram_chat: Annotated[str, Field(max_length=32), one_line] | None = None
