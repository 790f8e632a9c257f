"""The states of booking."""

from shared.dtos.enums import BookingStatus
from src.domain.errors import IllegalTransition

TRANSITIONS: dict[str, tuple[tuple[BookingStatus, ...], BookingStatus]] = {
    "cancel": (((BookingStatus.BOOKED,)), BookingStatus.CANCELLED),
    "finish": (((BookingStatus.BOOKED,)), BookingStatus.FINISHED),
}


def next_booking_state(transition: str, state: BookingStatus) -> BookingStatus:
    """The state after the transition; raises IllegalTransition where it does not start."""
    sources, target = TRANSITIONS[transition]
    if state not in sources:
        raise IllegalTransition(transition, state)
    return target
