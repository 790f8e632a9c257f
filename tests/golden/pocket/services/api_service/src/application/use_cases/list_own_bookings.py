"""List what the person has booked."""

from dataclasses import dataclass, field

from shared.dtos.booking import Booking
from shared.paging import Page
from src.application.caller import Caller, load_actor
from src.application.commitment import with_retries
from src.application.paging import PageRequest
from src.application.ports import BookingRows, PersonRows


@dataclass(frozen=True, slots=True)
class ListOwnBookingsInput:
    """The validated input of the operation."""

    page: PageRequest = field(default_factory=PageRequest)


@dataclass(frozen=True, slots=True)
class ListOwnBookings:
    """List what the person has booked."""

    bookings: BookingRows
    people: PersonRows

    async def execute(self, inputs: ListOwnBookingsInput, caller: Caller) -> Page[Booking]:
        """Runs the operation; retries on version conflicts."""
        return await with_retries(lambda: self._attempt(inputs, caller))

    async def _attempt(self, inputs: ListOwnBookingsInput, caller: Caller) -> Page[Booking]:
        actor = await load_actor(self.people, caller)
        return await self.bookings.list_own_bookings(
            actor_id=actor.id, **inputs.page.arguments("day")
        )
