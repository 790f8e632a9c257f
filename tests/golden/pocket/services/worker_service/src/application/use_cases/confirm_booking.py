"""Tell the guest, and everybody who keeps the rooms."""

from dataclasses import dataclass
from uuid import UUID

from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller
from src.application.commitment import commit, with_retries
from src.application.notifications.booking_confirmed import notify_booking_confirmed
from src.application.ports import BookingRows, PersonRows


@dataclass(frozen=True, slots=True)
class ConfirmBookingInput:
    """The validated input of the operation."""

    booking_id: UUID


@dataclass(frozen=True, slots=True)
class ConfirmBooking:
    """Tell the guest, and everybody who keeps the rooms."""

    bookings: BookingRows
    people: PersonRows
    units_of_work: UnitsOfWork

    async def execute(self, inputs: ConfirmBookingInput, caller: Caller) -> None:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: ConfirmBookingInput, caller: Caller) -> None:
        booking = await self.bookings.get(inputs.booking_id)
        unit = UnitOfWork(actor_id=None, consumed=caller.consumed)
        unit.read("booking", booking.id, booking.version)
        booking_guest = await self.people.get(booking.guest_id)
        notify_booking_confirmed(unit, booking_guest, booking=booking)
        async for manager in self.people.every_confirm_booking():
            notify_booking_confirmed(unit, manager, booking=booking)
        await commit(self.units_of_work, unit)
