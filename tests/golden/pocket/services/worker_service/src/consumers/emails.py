"""Sends what operations decided to send by email."""

from typing import Protocol

import structlog

from shared.messaging.envelope import EventEnvelope
from shared.notifications import EmailNotification
from src.consumers.deliveries import Deliveries
from src.consumers.links import Links

QUEUE = "q.worker_service.emails"
EVENTS = (EmailNotification.event_name,)
# Of many messages at once; those to single people do not wait behind them.
BULK_QUEUE = "q.worker_service.emails.bulk"
BULK_EVENTS = ("notification.email.bulk",)

log = structlog.get_logger()


class Emails(Protocol):
    """A provider of the channel."""

    async def send(self, to: str, subject: str, text: str, message_id: str) -> None:
        """Returns when the provider has accepted the message."""


class EmailConsumer:
    """Sends each message once, as far as the provider's responses allow."""

    def __init__(self, provider: Emails, deliveries: Deliveries, links: Links) -> None:
        self._provider = provider
        self._deliveries = deliveries
        self._links = links

    async def handle(self, event: EventEnvelope) -> None:
        """Sends the message of one event, unless it was sent before."""
        message = event.payload(EmailNotification)
        message_id = str(event.event_id)

        async def send() -> None:
            text = await self._text(message)
            await self._provider.send(message.address, message.subject, text, message_id)

        if not await self._deliveries.once(event.event_id, send):
            log.info("message_already_sent", channel=message.channel, event_id=message_id)
            return
        log.info(
            "message_sent",
            channel=message.channel,
            notification=message.notification,
            recipient=str(message.recipient_id),
        )

    async def _text(self, message: EmailNotification) -> str:
        """The text with its link, which is in no event: it is made now, in place of its name."""
        if message.link is None:
            return message.text
        link = await self._links.make(message.notification, message.recipient_id, message.link)
        return message.text.replace(str(message.link), link)
