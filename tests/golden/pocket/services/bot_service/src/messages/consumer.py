"""Delivers the messages that operations decided to send."""

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
    """The memory of what was sent."""

    async def contains(self, event_id: UUID) -> bool:
        """Whether the message was sent before."""

    async def add(self, event_id: UUID) -> None:
        """Notes that it was."""


class NotificationConsumer:
    """Sends each message once, as far as the provider lets us know."""

    def __init__(self, messages: Messages, deliveries: Deliveries) -> None:
        self._messages = messages
        self._deliveries = deliveries

    async def handle(self, event: EventEnvelope) -> None:
        """Sends the message of one event, unless it was sent before."""
        if await self._deliveries.contains(event.event_id):
            log.info("message_already_sent", event_id=str(event.event_id))
            return
        message = TelegramNotification.model_validate(event.data)
        await self._messages.send(message.address, message.text)
        await self._deliveries.add(event.event_id)
        log.info(
            "message_sent",
            notification=message.notification,
            recipient=str(message.recipient_id),
        )
