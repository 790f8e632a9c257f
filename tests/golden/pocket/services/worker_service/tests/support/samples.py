"""Rows with valid values; a test names only those that it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.dtos.booking import Booking
from shared.dtos.enums import BookingStatus, Role
from shared.dtos.person import Person
from shared.identifiers import new_id
from tests.support.clock import TIMESTAMP


def make_booking(**values: Any) -> Booking:
    """A row: booking."""
    usual: dict[str, Any] = {
        "id": new_id(),
        "room_id": new_id(),
        "guest_id": new_id(),
        "day": date(2030, 1, 31),
        "price": Decimal("0.00"),
        "status": BookingStatus.BOOKED,
        "cancelled_on": None,
        "created_at": TIMESTAMP,
        "updated_at": TIMESTAMP,
        "version": 1,
    }
    return Booking(**{**usual, **values})


def make_person(**values: Any) -> Person:
    """A row: person."""
    usual: dict[str, Any] = {
        "id": new_id(),
        "email": "person@people.example",
        "role": Role.MANAGER,
        "full_name": "A sample",
        "phone": None,
        "favourite_room_id": None,
        "active": True,
        "email_verified": False,
        "email_verified_at": None,
        "telegram_chat": None,
        "created_at": TIMESTAMP,
        "updated_at": TIMESTAMP,
        "version": 1,
    }
    return Person(**{**usual, **values})
