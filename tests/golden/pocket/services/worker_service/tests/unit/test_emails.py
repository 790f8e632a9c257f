"""Each message is sent once, as far as the provider's responses allow."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from shared.delivery_log import DeliveryInProgress
from shared.identifiers import new_id
from shared.problems import DependencyUnavailable
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


class Links:
    """Makes links; `requested` are those that it was asked for."""

    def __init__(self, failures: int = 0) -> None:
        self._failures = failures
        self.requested: list[tuple[str, UUID, UUID]] = []

    async def make(self, notification: str, account_id: UUID, link_id: UUID) -> str:
        if self._failures:
            self._failures -= 1
            raise DependencyUnavailable("api_service")
        self.requested.append((notification, account_id, link_id))
        return f"https://people.example/link/{len(self.requested)}"


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
    consumer = EmailConsumer(provider, Deliveries(), Links())
    for _ in range(2):
        await consumer.handle(event)
    expected = ("person@people.example", "Hello", "How are you?", str(event.event_id))
    assert provider.sent == [expected]


async def test_two_copies_at_the_same_time_send_one_message() -> None:
    provider, event = Provider(), event_of("notification.email", message())
    consumer = EmailConsumer(provider, Deliveries(), Links())
    copies = (consumer.handle(event) for _ in range(2))
    outcomes = await asyncio.gather(*copies, return_exceptions=True)
    # The other copy comes again later: the first one may fail yet.
    assert [type(outcome) for outcome in outcomes] == [type(None), DeliveryInProgress]
    assert len(provider.sent) == 1


async def test_refused_message_is_sent_by_a_later_attempt() -> None:
    provider, event = Provider(refusals=1), event_of("notification.email", message())
    consumer = EmailConsumer(provider, Deliveries(), Links())
    with pytest.raises(ConnectionError):
        await consumer.handle(event)
    await consumer.handle(event)
    assert len(provider.sent) == 1


def message_with_link() -> dict[str, Any]:
    link = str(new_id())
    return {**message(), "link": link, "text": f"Open {link}, or {link} again."}


async def test_link_is_made_when_the_message_is_sent() -> None:
    provider, links, data = Provider(), Links(), message_with_link()
    event = event_of("notification.email", data)
    await EmailConsumer(provider, Deliveries(), links).handle(event)
    link = "https://people.example/link/1"
    assert [sent[-2] for sent in provider.sent] == [f"Open {link}, or {link} again."]
    assert links.requested == [("hello", UUID(data["recipient_id"]), UUID(data["link"]))]


async def test_message_without_a_link_asks_for_none() -> None:
    provider, links = Provider(), Links()
    event = event_of("notification.email", message())
    await EmailConsumer(provider, Deliveries(), links).handle(event)
    assert (len(provider.sent), links.requested) == (1, [])


async def test_message_waits_for_its_link() -> None:
    provider, event = Provider(), event_of("notification.email", message_with_link())
    consumer = EmailConsumer(provider, Deliveries(), Links(failures=1))
    with pytest.raises(DependencyUnavailable):
        await consumer.handle(event)
    assert provider.sent == []
    await consumer.handle(event)
    assert len(provider.sent) == 1
