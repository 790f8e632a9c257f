"""Closes bookings whose day has passed."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from shared.clock import Clock
from shared.dtos.booking import Booking
from shared.unit_of_work import Consumed
from src.application.caller import Caller
from src.application.ports import BookingRows
from src.application.use_case import UseCase
from src.application.use_cases.finish_booking import FinishBookingInput
from src.scheduler.refusals import refusals_noted
from src.scheduler.schedule import OnDays

NAME = "finish_past_bookings"
SCHEDULE = OnDays(time(1, 30), ZoneInfo("Europe/Berlin"))
CATCH_UP = False


@dataclass(frozen=True, slots=True)
class FinishPastBookingsJob:
    """Closes bookings whose day has passed."""

    bookings: BookingRows
    finish_booking: UseCase[FinishBookingInput, object]
    clock: Clock

    async def run(self, _: datetime) -> None:
        """Handles every row of the selection, except those already handled or rejected."""
        async for row in self.bookings.every_finish_past_bookings(today=self.clock.today()):
            await self._handle(row, str(row.id))

    async def _handle(self, row: Booking, key: str) -> None:
        consumed = Consumed(consumer=NAME, key=key)
        inputs = FinishBookingInput(booking_id=row.id)
        with refusals_noted(NAME, key):
            await self.finish_booking.execute(inputs, Caller(consumed=consumed))
