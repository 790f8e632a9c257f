"""The notification `reset password`: what it says, and to whom."""

from shared.unit_of_work import UnitOfWork
from src.application.notifications.reset_password import notify_reset_password
from tests.support.samples import make_person
from tests.support.units_of_work import Published, work_of


def test_reset_password_is_sent() -> None:
    recipient = make_person()
    unit = UnitOfWork()
    notify_reset_password(unit, recipient, link="01900000-0000-7000-8000-00000000000f")
    assert work_of(unit).events == [
        Published(
            "notification.email",
            "notification",
            str(recipient.id),
            {
                "notification": "reset_password",
                "channel": "email",
                "recipient_id": str(recipient.id),
                "address": "person@people.example",
                "subject": "Another password",
                ("text"): (
                    "Choose another password, within an hour: 01900000-0000-7000-8000-00000000000f"
                ),
                "link": "01900000-0000-7000-8000-00000000000f",
            },
        )
    ]
