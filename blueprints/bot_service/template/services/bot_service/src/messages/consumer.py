"""Delivers the messages that operations decided to send."""

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

import structlog
from shared.messaging.envelope import EventEnvelope
from shared.notifications import TelegramNotification

QUEUE = "q.bot_service.notifications"
EVENTS = (TelegramNotification.event_name,)

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
        """Sends the message of one event, unless it was sent before."""
        message = event.payload(TelegramNotification)

        async def send() -> None:
            await self._messages.send(message.address, message.text)

        if not await self._deliveries.once(event.event_id, send):
            log.info("message_already_sent", event_id=str(event.event_id))
            return
        log.info(
            "message_sent",
            notification=message.notification,
            recipient=str(message.recipient_id),
        )
