"""The ports of use cases."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Protocol
from uuid import UUID

from shared.dtos.booking import Booking
from shared.dtos.person import Person


class BookingRows(Protocol):
    """Rows of Booking."""

    async def get(self, row_id: UUID) -> Booking:
        """The row; raises NotFound."""

    def every_finish_past_bookings(self, today: date) -> AsyncIterator[Booking]:
        """All rows of the query."""


class PersonRows(Protocol):
    """Rows of Person."""

    async def get(self, row_id: UUID) -> Person:
        """The row; raises NotFound."""

    def every_confirm_booking(self) -> AsyncIterator[Person]:
        """All rows of the query."""
