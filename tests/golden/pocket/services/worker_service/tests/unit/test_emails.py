"""Each message is sent once, as far as the provider's responses allow."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from shared.delivery_log import DeliveryInProgress
from shared.identifiers import new_id
from src.consumers.emails import EmailConsumer
from tests.support.events import event_of


class Provider:
    """A provider that rejects a given number of times."""

    def __init__(self, refusals: int = 0) -> None:
        self._refusals = refusals
        self.sent: list[tuple[str, ...]] = []

    async def send(self, to: str, subject: str, text: str, message_id: str) -> None:
        await asyncio.sleep(0)
        if self._refusals:
            self._refusals -= 1
            raise ConnectionError("the provider is away")
        self.sent.append((to, subject, text, message_id))


class Deliveries:
    """The record of sent messages."""

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


def message() -> dict[str, Any]:
    return {
        "notification": "hello",
        "channel": "email",
        "recipient_id": str(new_id()),
        "address": "person@people.example",
        "subject": "Hello",
        "text": "How are you?",
    }


async def test_repeated_event_sends_one_message() -> None:
    provider, event = Provider(), event_of("notification.email", message())
    consumer = EmailConsumer(provider, Deliveries())
    for _ in range(2):
        await consumer.handle(event)
    expected = ("person@people.example", "Hello", "How are you?", str(event.event_id))
    assert provider.sent == [expected]


async def test_two_copies_at_the_same_time_send_one_message() -> None:
    provider, event = Provider(), event_of("notification.email", message())
    consumer = EmailConsumer(provider, Deliveries())
    copies = (consumer.handle(event) for _ in range(2))
    outcomes = await asyncio.gather(*copies, return_exceptions=True)
    # The other copy comes again later: the first one may fail yet.
    assert [type(outcome) for outcome in outcomes] == [type(None), DeliveryInProgress]
    assert len(provider.sent) == 1


async def test_refused_message_is_sent_by_a_later_attempt() -> None:
    provider, event = Provider(refusals=1), event_of("notification.email", message())
    consumer = EmailConsumer(provider, Deliveries())
    with pytest.raises(ConnectionError):
        await consumer.handle(event)
    await consumer.handle(event)
    assert len(provider.sent) == 1
