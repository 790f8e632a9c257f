"""Valid values of every entity as JSON, different for each number.

References are not among them: `REFERENCES` says which rows a row needs.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.support import things

type Values = dict[str, Any]


def booking(number: int) -> Values:
    """The own values of a row of bookings."""
    return {
        "day": f"2030-01-{number % 28 + 1:02d}",
        "price": f"{number}.00",
        "status": ("booked", "cancelled", "finished")[number % 3],
        "cancelled_on": f"2030-01-{number % 28 + 1:02d}",
    }


def person(number: int) -> Values:
    """The own values of a row of people."""
    return {
        "email": f"person{number}@people.example",
        "password": f"Password {number:06d}",
        "role": ("manager", "member")[number % 2],
        "full_name": f"Full name {number}",
        "phone": f"+4915{number:08d}",
        "door_code": f"Door code {number}",
        "active": number % 2 == 0,
        "email_verified": number % 2 == 0,
        "email_verified_at": f"2030-01-31T12:{number // 60:02d}:{number % 60:02d}Z",
        "telegram_chat": f"Telegram chat {number}",
    }


def room(number: int) -> Values:
    """The own values of a row of rooms."""
    return {
        "name": f"Name {number}",
        "size": ("small", "large")[number % 2],
        "floor": number,
        "door": ("0a", "0b", "0c", "0d", "1a", "1b", "1c", "1d")[number % 8],
        "seats": 1 + number % 200,
        "area": f"{number}.0",
        "price": f"{number}.00",
        "notes": f"Notes {number}",
        "plan": f"https://people.example/{number}",
        "sensor": str(UUID(int=number)),
        "open": number % 2 == 0,
    }


SAMPLES: dict[str, Callable[[int], Values]] = {
    things.NAME: things.sample,
    "booking": booking,
    "person": person,
    "room": room,
}
REFERENCES: dict[str, dict[str, str]] = {
    things.NAME: {},
    "booking": {"room_id": "room", "guest_id": "person"},
    "person": {},
    "room": {},
}
