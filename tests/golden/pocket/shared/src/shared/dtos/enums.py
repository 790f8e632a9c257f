"""Closed lists of words."""

from enum import StrEnum


class BookingStatus(StrEnum):
    """The values of booking status."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class CancelBookingReason(StrEnum):
    """The values of cancel booking reason."""

    ILL = "ill"
    OTHER_PLANS = "other_plans"
    NO_REASON = "no_reason"


class Role(StrEnum):
    """The values of role."""

    MANAGER = "manager"
    MEMBER = "member"


class RoomSize(StrEnum):
    """The values of room size."""

    SMALL = "small"
    LARGE = "large"
