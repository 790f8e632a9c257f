"""The ports of use cases."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from shared.dtos.booking import Booking
from shared.dtos.person import Person
from shared.dtos.room import Room
from shared.paging import Page

type Filters = Mapping[str, object]


class Guards(Protocol):
    """Predicates over stored rows."""

    async def holds(self, name: str, parameters: dict[str, Any]) -> bool:
        """Whether the guard holds now."""


class BookingRows(Protocol):
    """Rows of Booking."""

    async def get(self, row_id: UUID) -> Booking:
        """The row; raises NotFound."""

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


class PersonRows(Protocol):
    """Rows of Person."""

    async def get(self, row_id: UUID) -> Person:
        """The row; raises NotFound."""

    async def find(self, row_id: UUID) -> Person | None:
        """The row, or None."""

    async def find_by(self, **filters: object) -> Person | None:
        """The first row with these values, or None."""


class RoomRows(Protocol):
    """Rows of Room."""

    async def get(self, row_id: UUID) -> Room:
        """The row; raises NotFound."""

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
