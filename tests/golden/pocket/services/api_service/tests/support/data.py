"""Everything that use cases reach, in memory."""

from uuid import UUID

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from shared.dtos.room import Room
from shared.paging import Page
from tests.support.clock import FixedClock
from tests.support.guards import ProgrammedGuards
from tests.support.rows import Asked, Filters, InMemoryRows
from tests.support.units_of_work import InMemoryUnitsOfWork


class BookingRowsInMemory(InMemoryRows[Booking, UUID]):
    """Rows of Booking."""

    def __init__(self) -> None:
        super().__init__("booking", Booking)

    async def list_own_bookings(
        self,
        actor_id: UUID,
        filters: Filters | None = None,
        *,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        offset: int | None = None,
        total: bool = False,
    ) -> Page[Booking]:
        """A page of the rows of the query."""
        return self._answer(
            Asked(
                "list_own_bookings",
                {"actor_id": actor_id},
                filters or {},
                sort,
                limit,
                cursor,
                offset,
                total,
            )
        )


class PersonRowsInMemory(InMemoryRows[Person, UUID]):
    """Rows of Person."""

    def __init__(self) -> None:
        super().__init__("person", Person)


class RoomRowsInMemory(InMemoryRows[Room, UUID]):
    """Rows of Room."""

    def __init__(self) -> None:
        super().__init__("room", Room)

    async def list_rooms(
        self,
        filters: Filters | None = None,
        *,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        offset: int | None = None,
        total: bool = False,
    ) -> Page[Room]:
        """A page of the rows of the query."""
        return self._answer(
            Asked("list_rooms", {}, filters or {}, sort, limit, cursor, offset, total)
        )


class Data:
    """Empty at first; tests add what they need."""

    def __init__(self) -> None:
        self.bookings = BookingRowsInMemory()
        self.people = PersonRowsInMemory()
        self.rooms = RoomRowsInMemory()
        self.guards = ProgrammedGuards()
        self.clock = FixedClock()
        self.units_of_work = InMemoryUnitsOfWork(
            {
                "booking": self.bookings,
                "person": self.people,
                "room": self.rooms,
            }
        )
        self.first_answers = self.units_of_work
