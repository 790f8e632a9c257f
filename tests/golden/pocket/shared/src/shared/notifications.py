"""Messages to people, as they travel from the unit of work to the service that sends them."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.unit_of_work import EventPayload


class EmailNotification(EventPayload):
    """The text of an e-mail."""

    event_name: ClassVar[str] = "notification.email"

    notification: str
    channel: Literal["email"] = "email"
    recipient_id: UUID
    address: str
    subject: str
    text: str
    # The text has this identifier in the place of a link, which is made when it is sent.
    link: UUID | None = None


class TelegramNotification(EventPayload):
    """The text of a message of the bot."""

    event_name: ClassVar[str] = "notification.telegram"

    notification: str
    channel: Literal["telegram"] = "telegram"
    recipient_id: UUID
    address: str
    text: str


class AuditRecord(EventPayload):
    """The record of an audited operation."""

    event_name: ClassVar[str] = "audit.recorded"

    operation: str
    category: str
    actor_id: UUID | None
    entity_type: str
    entity_id: str
    details: dict[str, object]
