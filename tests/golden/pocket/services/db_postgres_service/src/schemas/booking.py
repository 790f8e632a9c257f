"""The values that may be written to rows of Booking."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.dtos.enums import BookingStatus
from shared.inputs import Day, DecimalText
from shared.values import Contract, Omittable, places


class BookingCreate(Contract):
    """A new row."""

    room_id: UUID
    guest_id: UUID
    day: Day
    price: Annotated[
        DecimalText, Field(ge=Decimal("0.00"), max_digits=18, decimal_places=2), places(2)
    ]
    status: BookingStatus = BookingStatus.BOOKED
    cancelled_on: Day | None = None


class BookingUpdate(Contract):
    """A change; members that are not given stay as they are."""

    status: Omittable[BookingStatus] = None
    cancelled_on: Day | None = None
