"""Messages are sent once, and not faster than Telegram allows."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from shared.delivery_log import DeliveryInProgress
from shared.identifiers import new_id
from shared.messaging.envelope import EventEnvelope

from src.messages.consumer import NotificationConsumer
from src.messages.limit import RateLimit
from src.messages.parts import MAX_UNITS


class Messages:
    """Records the messages that were sent."""

    def __init__(self) -> None:
        self.away = False
        self.sent: list[tuple[str, str]] = []

    async def send(self, chat_id: str, text: str) -> None:
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionError("the provider is away")
        self.sent.append((chat_id, text))


class Deliveries:
    """The memory of deliveries, in memory."""

    def __init__(self) -> None:
        self.sending: set[UUID] = set()
        self.sent: set[UUID] = set()

    async def once(self, event_id: UUID, send: Callable[[], Awaitable[None]]) -> bool:
        if event_id in self.sending:
            raise DeliveryInProgress
        if event_id in self.sent:
            return False
        self.sending.add(event_id)
        try:
            await send()
        finally:
            self.sending.remove(event_id)
        self.sent.add(event_id)
        return True


def event(text: str = "Hello") -> EventEnvelope:
    data = {
        "notification": "hello",
        "channel": "telegram",
        "recipient_id": str(new_id()),
        "address": "70001",
        "text": text,
    }
    return EventEnvelope.model_validate(
        {
            "event_id": str(new_id()),
            "name": "notification.telegram",
            "version": 1,
            "occurred_at": "2030-01-31T12:00:00Z",
            "request_id": "req-1",
            "actor_id": None,
            "service": "worker_service",
            "data": data,
        }
    )


async def test_repeated_event_sends_one_message() -> None:
    messages, consumer_event = Messages(), event()
    consumer = NotificationConsumer(messages, Deliveries())
    await consumer.handle(consumer_event)
    await consumer.handle(consumer_event)
    assert messages.sent == [("70001", "Hello")]


async def test_two_copies_at_the_same_time_send_one_message() -> None:
    messages, consumer_event = Messages(), event()
    consumer = NotificationConsumer(messages, Deliveries())
    copies = (consumer.handle(consumer_event) for _ in range(2))
    outcomes = await asyncio.gather(*copies, return_exceptions=True)
    # The other copy comes again later: the first one may fail yet.
    assert [type(outcome) for outcome in outcomes] == [type(None), DeliveryInProgress]
    assert messages.sent == [("70001", "Hello")]


async def test_refused_message_is_sent_by_a_later_attempt() -> None:
    messages, consumer_event = Messages(), event()
    consumer = NotificationConsumer(messages, Deliveries())
    messages.away = True
    with pytest.raises(ConnectionError):
        await consumer.handle(consumer_event)
    messages.away = False
    await consumer.handle(consumer_event)
    assert messages.sent == [("70001", "Hello")]


async def test_no_part_of_a_long_message_is_sent_again() -> None:
    class MessagesToAFullChat(Messages):
        async def send(self, chat_id: str, text: str) -> None:
            self.away = len(self.sent) == 1 and not self.away
            await super().send(chat_id, text)

    messages, long = MessagesToAFullChat(), event("x" * MAX_UNITS + "\nrest")
    consumer = NotificationConsumer(messages, Deliveries())
    with pytest.raises(ConnectionError):
        await consumer.handle(long)
    await consumer.handle(long)
    assert [text for _, text in messages.sent] == ["x" * MAX_UNITS, "rest"]


async def test_rate_limit_spaces_messages() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(round(seconds, 2))

    limit = RateLimit(10, clock=lambda: 100.0, sleep=sleep)
    for _ in range(3):
        await limit.wait()
    assert waited == [0.1, 0.2]
