"""The use cases, which `src/ext/use_cases.py` may replace."""

from dataclasses import dataclass

from src.application.use_case import UseCase
from src.application.use_cases.confirm_booking import ConfirmBooking, ConfirmBookingInput
from src.application.use_cases.finish_booking import FinishBooking, FinishBookingInput
from src.core.adapters import Adapters


@dataclass(frozen=True, slots=True)
class UseCases:
    """The operations of the service."""

    confirm_booking: UseCase[ConfirmBookingInput, None]
    finish_booking: UseCase[FinishBookingInput, None]


def default_use_cases(adapters: Adapters) -> UseCases:
    """The generated use cases."""
    return UseCases(
        confirm_booking=ConfirmBooking(
            bookings=adapters.bookings, people=adapters.people, units_of_work=adapters.units_of_work
        ),
        finish_booking=FinishBooking(
            bookings=adapters.bookings, units_of_work=adapters.units_of_work
        ),
    )
