"""Close a booking whose day has passed."""

from dataclasses import dataclass
from uuid import UUID

from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller
from src.application.commitment import commit, with_retries
from src.application.ports import BookingRows
from src.domain.states.booking import next_booking_state


@dataclass(frozen=True, slots=True)
class FinishBookingInput:
    """The validated input of the operation."""

    booking_id: UUID


@dataclass(frozen=True, slots=True)
class FinishBooking:
    """Close a booking whose day has passed."""

    bookings: BookingRows
    units_of_work: UnitsOfWork

    async def execute(self, inputs: FinishBookingInput, caller: Caller) -> None:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: FinishBookingInput, caller: Caller) -> None:
        booking = await self.bookings.get(inputs.booking_id)
        unit = UnitOfWork(actor_id=None, consumed=caller.consumed)
        unit.read("booking", booking.id, booking.version)
        changes = {"status": next_booking_state("finish", booking.status)}
        unit.update("booking", booking.id, booking.version, changes)
        await commit(self.units_of_work, unit)
