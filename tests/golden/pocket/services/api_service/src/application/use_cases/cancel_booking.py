"""Give a booked room back."""

from dataclasses import dataclass
from uuid import UUID

from shared.clock import Clock
from shared.dtos.booking import Booking
from shared.dtos.enums import CancelBookingReason, Role
from shared.events.booking_cancelled import BookingCancelled
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor, require_role, require_sight, require_version
from src.application.commitment import commit, with_retries
from src.application.ports import BookingRows, PersonRows
from src.domain.errors import RuleViolation
from src.domain.rules.own_booking import OWN_BOOKING, own_booking
from src.domain.states.booking import next_booking_state


@dataclass(frozen=True, slots=True)
class CancelBookingInput:
    """The validated input of the operation."""

    booking_id: UUID
    reason: CancelBookingReason


@dataclass(frozen=True, slots=True)
class CancelBooking:
    """Give a booked room back."""

    bookings: BookingRows
    people: PersonRows
    units_of_work: UnitsOfWork
    clock: Clock

    async def execute(self, inputs: CancelBookingInput, caller: Caller) -> Booking:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: CancelBookingInput, caller: Caller) -> Booking:
        actor = await load_actor(self.people, caller)
        require_role(actor, Role.MEMBER)
        booking = await self.bookings.get(inputs.booking_id)
        require_sight(actor, booking.guest_id, Role.MANAGER, entity="booking", row_id=booking.id)
        require_version(caller, booking.version)
        today = self.clock.today()
        if not own_booking(actor, booking):
            raise RuleViolation(OWN_BOOKING)
        unit = UnitOfWork(actor_id=actor.id, consumed=caller.consumed, key=caller.key)
        unit.read("person", actor.id, actor.version)
        unit.read("booking", booking.id, booking.version)
        changes = {"status": next_booking_state("cancel", booking.status), "cancelled_on": today}
        unit.update("booking", booking.id, booking.version, changes)
        booking_2 = booking.model_copy(update=changes)
        unit.publish(
            BookingCancelled(booking_id=booking_2.id, reason=inputs.reason), "booking", booking_2.id
        )
        unit.answer(booking_2, "booking")
        committed = await commit(self.units_of_work, unit)
        return committed.row(Booking, "booking", booking_2.id)
