"""The notification `booking_confirmed`."""

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from shared.notifications import EmailNotification, TelegramNotification
from shared.unit_of_work import UnitOfWork


def notify_booking_confirmed(unit: UnitOfWork, recipient: Person, booking: Booking) -> None:
    """Sends the message over every channel that reaches the person, if the work commits."""
    text = f"The room is booked for {booking.day}, at {booking.price:f} EUR."
    if recipient.telegram_chat is not None:
        unit.tell(
            TelegramNotification(
                notification="booking_confirmed",
                recipient_id=recipient.id,
                address=recipient.telegram_chat,
                text=text,
            ),
            recipient.id,
        )
    unit.tell(
        EmailNotification(
            notification="booking_confirmed",
            recipient_id=recipient.id,
            address=recipient.email,
            subject="Your room is booked",
            text=text,
        ),
        recipient.id,
    )
