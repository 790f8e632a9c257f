"""The client of the rows of Booking."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from shared.clients.rows import Filters, RowsClient, paging_of
from shared.dtos.booking import Booking
from shared.paging import Page


class BookingClient(RowsClient[Booking, UUID]):
    """Reads and writes rows of Booking."""

    kind = Booking
    path = "/api/v1/bookings"

    def every_finish_past_bookings(
        self,
        today: date,
    ) -> AsyncIterator[Booking]:
        """All rows of the query, page by page."""
        parameters: dict[str, object] = {
            "today": today,
        }
        return self._all("/api/v1/queries/finish_past_bookings", parameters)

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
        parameters: dict[str, object] = {
            "actor_id": actor_id,
        }
        paging = paging_of(sort, limit, cursor, offset, total=total)
        return await self._page(
            "/api/v1/queries/list_own_bookings", {**(filters or {}), **parameters}, paging
        )
