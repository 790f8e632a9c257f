"""Give a booked room back."""

from shared.dtos.enums import CancelBookingReason
from shared.values import Contract


class CancelBookingBody(Contract):
    """Give a booked room back."""

    reason: CancelBookingReason = CancelBookingReason.NO_REASON
