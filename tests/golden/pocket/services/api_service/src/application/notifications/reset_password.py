"""The notification `reset_password`."""

from uuid import UUID

from shared.dtos.person import Person
from shared.notifications import EmailNotification
from shared.unit_of_work import UnitOfWork


def notify_reset_password(unit: UnitOfWork, recipient: Person, link: str) -> None:
    """Sends the message over every channel that reaches the person, if the work commits."""
    text = f"Choose another password, within an hour: {link}"
    unit.tell(
        EmailNotification(
            notification="reset_password",
            recipient_id=recipient.id,
            address=recipient.email,
            subject="Another password",
            link=UUID(link),
            text=text,
        ),
        recipient.id,
    )
