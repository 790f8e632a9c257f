"""Reacts to booking.made."""

from contextlib import suppress
from dataclasses import dataclass

from shared.events.booking_made import BookingMade
from shared.messaging.envelope import EventEnvelope
from shared.unit_of_work import Consumed
from src.application.caller import Caller
from src.application.errors import AlreadyHandled
from src.application.use_case import UseCase
from src.application.use_cases.confirm_booking import ConfirmBookingInput

QUEUE = "q.worker_service.booking_made"
EVENTS = ("booking.made",)


@dataclass(frozen=True, slots=True)
class BookingMadeConsumer:
    """Reacts to booking.made."""

    confirm_booking: UseCase[ConfirmBookingInput, object]

    async def handle(self, event: EventEnvelope) -> None:
        """Runs what the event causes; a repeated event changes nothing."""
        payload = event.payload(BookingMade)
        consumed = Consumed(consumer="confirm_booking", key=str(event.event_id))
        with suppress(AlreadyHandled):
            await self.confirm_booking.execute(
                ConfirmBookingInput(booking_id=payload.booking_id), Caller(consumed=consumed)
            )
