"""The rule `booking_is_over`."""

from shared.dtos.booking import Booking
from src.domain.errors import Rule

BOOKING_IS_OVER = Rule(
    name="booking_is_over",
    code="BOOKING_ACTIVE",
    message="Cancel the booking first",
    status=409,
)


def booking_is_over(booking: Booking) -> bool:
    """Whether the rule holds."""
    return booking.status != "booked"
