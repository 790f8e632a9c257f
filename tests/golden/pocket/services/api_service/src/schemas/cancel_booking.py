"""The body of a request to `cancel_booking`."""

from shared.dtos.enums import CancelBookingReason
from shared.values import Contract


class CancelBookingBody(Contract):
    """The body of a request to `cancel_booking`."""

    reason: CancelBookingReason = CancelBookingReason.NO_REASON
