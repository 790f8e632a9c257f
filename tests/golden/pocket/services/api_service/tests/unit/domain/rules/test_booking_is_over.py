"""The rule `booking is over`."""

import pytest

from shared.dtos.booking import Booking
from shared.dtos.enums import BookingStatus
from src.domain.errors import Rule
from src.domain.rules.booking_is_over import BOOKING_IS_OVER, booking_is_over
from tests.support.samples import make_booking

BOOKING = make_booking(status=BookingStatus.CANCELLED)


@pytest.mark.parametrize(
    ("booking", "holds"),
    [
        (BOOKING, True),
        (BOOKING.model_copy(update={"status": BookingStatus.BOOKED}), False),
        (BOOKING.model_copy(update={"status": BookingStatus.FINISHED}), True),
    ],
)
def test_booking_is_over(booking: Booking, holds: bool) -> None:
    assert booking_is_over(booking) is holds


def test_booking_is_over_says_what_is_wrong() -> None:
    assert (
        Rule(
            name="booking_is_over",
            code="BOOKING_ACTIVE",
            message="Cancel the booking first",
            status=409,
        )
        == BOOKING_IS_OVER
    )
