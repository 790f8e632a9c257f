"""The notification `verify email`: what it says, and to whom."""

from shared.unit_of_work import UnitOfWork
from src.application.notifications.verify_email import notify_verify_email
from tests.support.samples import make_person
from tests.support.units_of_work import Published, work_of


def test_verify_email_is_sent() -> None:
    recipient = make_person()
    unit = UnitOfWork()
    notify_verify_email(unit, recipient, link="01900000-0000-7000-8000-00000000000f")
    assert work_of(unit).events == [
        Published(
            "notification.email",
            "notification",
            str(recipient.id),
            {
                "notification": "verify_email",
                "channel": "email",
                "recipient_id": str(recipient.id),
                "address": "person@people.example",
                "subject": "Please confirm your address",
                ("text"): (
                    "Hello A sample, confirm your address: 01900000-0000-7000-8000-00000000000f"
                ),
                "link": "01900000-0000-7000-8000-00000000000f",
            },
        )
    ]
