"""Remove a booking that is over."""

from dataclasses import dataclass
from uuid import UUID

from shared.dtos.enums import Role
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor, require_sight, require_version
from src.application.commitment import commit, with_retries
from src.application.ports import BookingRows, PersonRows
from src.domain.errors import RuleViolation
from src.domain.rules.booking_is_over import BOOKING_IS_OVER, booking_is_over
from src.domain.rules.own_booking import OWN_BOOKING, own_booking


@dataclass(frozen=True, slots=True)
class ForgetBookingInput:
    """The validated input of the operation."""

    booking_id: UUID


@dataclass(frozen=True, slots=True)
class ForgetBooking:
    """Remove a booking that is over."""

    bookings: BookingRows
    people: PersonRows
    units_of_work: UnitsOfWork

    async def execute(self, inputs: ForgetBookingInput, caller: Caller) -> None:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: ForgetBookingInput, caller: Caller) -> None:
        actor = await load_actor(self.people, caller)
        booking = await self.bookings.get(inputs.booking_id)
        require_sight(actor, booking.guest_id, Role.MANAGER, entity="booking", row_id=booking.id)
        require_version(caller, booking.version)
        if not own_booking(actor, booking):
            raise RuleViolation(OWN_BOOKING)
        if not booking_is_over(booking):
            raise RuleViolation(BOOKING_IS_OVER)
        unit = UnitOfWork(actor_id=actor.id, consumed=caller.consumed, key=caller.key)
        unit.read("person", actor.id, actor.version)
        unit.read("booking", booking.id, booking.version)
        unit.delete("booking", booking.id, booking.version)
        await commit(self.units_of_work, unit)
