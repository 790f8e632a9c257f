"""The notification `verify_email`."""

from uuid import UUID

from shared.dtos.person import Person
from shared.notifications import EmailNotification
from shared.unit_of_work import UnitOfWork


def notify_verify_email(unit: UnitOfWork, recipient: Person, link: str) -> None:
    """Sends the message over every channel that reaches the person, if the work commits."""
    text = f"Hello {recipient.full_name}, confirm your address: {link}"
    unit.tell(
        EmailNotification(
            notification="verify_email",
            recipient_id=recipient.id,
            address=recipient.email,
            subject="Please confirm your address",
            link=UUID(link),
            text=text,
        ),
        recipient.id,
    )
