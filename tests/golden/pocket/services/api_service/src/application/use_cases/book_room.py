"""Book a room for a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.clock import Clock
from shared.dtos.booking import Booking
from shared.dtos.enums import BookingStatus, Role
from shared.events.booking_made import BookingMade
from shared.identifiers import new_id
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, details_of, load_actor, require_role
from src.application.commitment import commit, with_retries
from src.application.ports import Guards, PersonRows, RoomRows
from src.domain.errors import RuleViolation
from src.domain.rules.book_room_unless_day_is_over import (
    BOOK_ROOM_UNLESS_DAY_IS_OVER,
    book_room_unless_day_is_over,
)
from src.domain.rules.room_is_free import ROOM_IS_FREE
from src.domain.rules.room_is_open import ROOM_IS_OPEN, room_is_open


@dataclass(frozen=True, slots=True)
class BookRoomInput:
    """The validated input of the operation."""

    room_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class BookRoom:
    """Book a room for a day."""

    people: PersonRows
    rooms: RoomRows
    guards: Guards
    units_of_work: UnitsOfWork
    clock: Clock

    async def execute(self, inputs: BookRoomInput, caller: Caller) -> Booking:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: BookRoomInput, caller: Caller) -> Booking:
        actor = await load_actor(self.people, caller)
        require_role(actor, Role.MEMBER)
        room = await self.rooms.get(inputs.room_id)
        today = self.clock.today()
        if not room_is_open(room):
            raise RuleViolation(ROOM_IS_OPEN)
        room_is_free_parameters = {"input_day": inputs.day, "input_room_id": room.id}
        if not await self.guards.holds(ROOM_IS_FREE.name, room_is_free_parameters):
            raise RuleViolation(ROOM_IS_FREE)
        if not book_room_unless_day_is_over(inputs.day, today):
            raise RuleViolation(BOOK_ROOM_UNLESS_DAY_IS_OVER)
        unit = UnitOfWork(actor_id=actor.id, consumed=caller.consumed, key=caller.key)
        unit.guard(ROOM_IS_FREE.name, room_is_free_parameters)
        unit.read("room", room.id, room.version)
        booking = Booking(
            id=new_id(),
            created_at=unit.occurred_at,
            updated_at=unit.occurred_at,
            version=1,
            room_id=room.id,
            guest_id=actor.id,
            day=inputs.day,
            price=room.price,
            status=BookingStatus.BOOKED,
        )
        unit.create("booking", booking.id, booking.values())
        unit.publish(BookingMade(booking_id=booking.id, day=inputs.day), "booking", booking.id)
        unit.audit("book_room", "bookings", "booking", booking.id, details_of(inputs))
        unit.answer(booking, "booking")
        committed = await commit(self.units_of_work, unit, ROOM_IS_FREE)
        return committed.row(Booking, "booking", booking.id)
