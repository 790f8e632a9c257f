"""The notification `booking confirmed`: what it says, and to whom."""

from shared.unit_of_work import UnitOfWork
from src.application.notifications.booking_confirmed import notify_booking_confirmed
from tests.support.samples import make_booking, make_person
from tests.support.units_of_work import Published, work_of

BOOKING = make_booking()


def test_booking_confirmed_is_sent_over_every_channel() -> None:
    recipient = make_person(telegram_chat="71001")
    unit = UnitOfWork()
    notify_booking_confirmed(unit, recipient, booking=BOOKING)
    assert work_of(unit).events == [
        Published(
            "notification.telegram",
            "notification",
            str(recipient.id),
            {
                "notification": "booking_confirmed",
                "channel": "telegram",
                "recipient_id": str(recipient.id),
                "address": "71001",
                "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
            },
        ),
        Published(
            "notification.email",
            "notification",
            str(recipient.id),
            {
                "notification": "booking_confirmed",
                "channel": "email",
                "recipient_id": str(recipient.id),
                "address": "person@people.example",
                "subject": "Your room is booked",
                "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                "link": None,
            },
        ),
    ]


def test_booking_confirmed_is_not_sent_without_telegram_chat() -> None:
    recipient = make_person()
    unit = UnitOfWork()
    notify_booking_confirmed(unit, recipient, booking=BOOKING)
    assert work_of(unit).events == [
        Published(
            "notification.email",
            "notification",
            str(recipient.id),
            {
                "notification": "booking_confirmed",
                "channel": "email",
                "recipient_id": str(recipient.id),
                "address": "person@people.example",
                "subject": "Your room is booked",
                "text": "The room is booked for 2030-01-31, at 0.00 EUR.",
                "link": None,
            },
        )
    ]
