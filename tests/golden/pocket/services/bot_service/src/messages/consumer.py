"""Delivers the messages that operations decided to send."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID, uuid5

import structlog

from shared.messaging.envelope import EventEnvelope
from shared.notifications import TelegramNotification
from src.messages.parts import parts_of

QUEUE = "q.bot_service.notifications"
EVENTS = (TelegramNotification.event_name,)
# Of many messages at once; those to single people do not wait behind them.
BULK_QUEUE = "q.bot_service.notifications.bulk"
BULK_EVENTS = ("notification.telegram.bulk",)

log = structlog.get_logger()


class Messages(Protocol):
    """A way to reach chats."""

    async def send(self, chat_id: str, text: str) -> None:
        """Returns when the provider has accepted the text."""


class Deliveries(Protocol):
    """The record of sent messages."""

    async def once(self, event_id: UUID, send: Callable[[], Awaitable[None]]) -> bool:
        """Sends it; False if it was sent before. Raises while another process sends it."""


class NotificationConsumer:
    """Sends each message once, as far as the provider's responses allow."""

    def __init__(self, messages: Messages, deliveries: Deliveries) -> None:
        self._messages = messages
        self._deliveries = deliveries

    async def handle(self, event: EventEnvelope) -> None:
        """Sends the message of one event; parts of it that were sent before are left out."""
        message = event.payload(TelegramNotification)
        sent = [
            await self._once(_part_id(event.event_id, number), message.address, part)
            for number, part in enumerate(parts_of(message.text))
        ]
        if not any(sent):
            log.info("message_already_sent", event_id=str(event.event_id))
            return
        log.info(
            "message_sent",
            notification=message.notification,
            recipient=str(message.recipient_id),
        )

    async def _once(self, part_id: UUID, address: str, text: str) -> bool:
        return await self._deliveries.once(part_id, lambda: self._messages.send(address, text))


def _part_id(event_id: UUID, number: int) -> UUID:
    """By what the part of a message is remembered: the first one by the event itself."""
    return uuid5(event_id, str(number)) if number else event_id
