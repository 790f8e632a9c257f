"""Everything that use cases reach, in memory."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from tests.support.clock import FixedClock
from tests.support.rows import InMemoryRows
from tests.support.units_of_work import InMemoryUnitsOfWork


class BookingRowsInMemory(InMemoryRows[Booking, UUID]):
    """Rows of Booking."""

    def __init__(self) -> None:
        super().__init__("booking", Booking)

    def every_finish_past_bookings(self, today: date) -> AsyncIterator[Booking]:
        """All rows of the query."""
        return self._every("finish_past_bookings", {"today": today})


class PersonRowsInMemory(InMemoryRows[Person, UUID]):
    """Rows of Person."""

    def __init__(self) -> None:
        super().__init__("person", Person)

    def every_confirm_booking(self) -> AsyncIterator[Person]:
        """All rows of the query."""
        return self._every("confirm_booking", {})


class Data:
    """Empty at first; tests add what they need."""

    def __init__(self) -> None:
        self.bookings = BookingRowsInMemory()
        self.people = PersonRowsInMemory()
        self.clock = FixedClock()
        self.units_of_work = InMemoryUnitsOfWork(
            {
                "booking": self.bookings,
                "person": self.people,
            }
        )
