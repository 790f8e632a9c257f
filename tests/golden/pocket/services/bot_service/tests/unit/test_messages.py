"""Messages are sent once, and not faster than Telegram allows."""

from uuid import UUID

from shared.identifiers import new_id
from shared.messaging.envelope import EventEnvelope
from src.messages.consumer import NotificationConsumer
from src.messages.limit import RateLimit


class Messages:
    """Remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, chat_id: str, text: str) -> None:
        self.sent.append((chat_id, text))


class Deliveries:
    """The memory of deliveries, in memory."""

    def __init__(self) -> None:
        self.known: set[UUID] = set()

    async def contains(self, event_id: UUID) -> bool:
        return event_id in self.known

    async def add(self, event_id: UUID) -> None:
        self.known.add(event_id)


def event() -> EventEnvelope:
    data = {
        "notification": "hello",
        "channel": "telegram",
        "recipient_id": str(new_id()),
        "address": "70001",
        "text": "Hello",
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


async def test_rate_limit_spaces_messages() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(round(seconds, 2))

    limit = RateLimit(10, clock=lambda: 100.0, sleep=sleep)
    for _ in range(3):
        await limit.wait()
    assert waited == [0.1, 0.2]
