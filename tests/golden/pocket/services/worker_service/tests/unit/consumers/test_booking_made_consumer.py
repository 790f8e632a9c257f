"""The event BookingMade runs its operations, each once per event."""

from typing import Any
from uuid import UUID

import pytest

from shared.events.booking_made import BookingMade
from shared.messaging.envelope import Poisoned
from shared.unit_of_work import Consumed
from src.application.errors import AlreadyHandled
from src.application.use_cases.confirm_booking import ConfirmBookingInput
from src.consumers.booking_made_consumer import EVENTS, BookingMadeConsumer
from tests.support.events import event_of
from tests.support.recorded import RecordedUseCase


def data() -> dict[str, Any]:
    number = 1
    return {
        "booking_id": str(UUID(int=number)),
        "day": f"2030-01-{number % 28 + 1:02d}",
    }


def consumer_of(**asked: Any) -> BookingMadeConsumer:
    return BookingMadeConsumer(**asked)


async def test_event_runs_its_operations() -> None:
    confirm_booking = RecordedUseCase()
    consumer = consumer_of(
        confirm_booking=confirm_booking,
    )
    event = event_of(EVENTS[0], data())
    payload = BookingMade.model_validate(event.data)
    await consumer.handle(event)
    consumed = Consumed(consumer="confirm_booking", key=str(event.event_id))
    (call,) = confirm_booking.calls
    assert call[0] == ConfirmBookingInput(booking_id=payload.booking_id)
    assert (call[1].account_id, call[1].consumed) == (None, consumed)


async def test_event_that_was_handled_before_is_done() -> None:
    confirm_booking = RecordedUseCase(AlreadyHandled())
    consumer = consumer_of(
        confirm_booking=confirm_booking,
    )
    await consumer.handle(event_of(EVENTS[0], data()))
    # Every reaction is asked, whatever the others found.
    assert len(confirm_booking.calls) == 1


async def test_event_without_its_payload_is_refused() -> None:
    consumer = consumer_of(
        confirm_booking=RecordedUseCase(),
    )
    with pytest.raises(Poisoned):
        await consumer.handle(event_of(EVENTS[0], {}))
