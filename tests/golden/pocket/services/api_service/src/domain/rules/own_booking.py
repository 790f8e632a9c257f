"""The rule `own_booking`."""

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from src.domain.errors import Rule

OWN_BOOKING = Rule(
    name="own_booking",
    code="NOT_YOUR_BOOKING",
    message="Only the guest can do this",
    status=403,
)


def own_booking(actor: Person, booking: Booking) -> bool:
    """Whether the rule holds."""
    return booking.guest_id == actor.id
