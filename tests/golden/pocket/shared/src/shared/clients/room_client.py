"""The client of the rows of Room."""

from uuid import UUID

from shared.clients.rows import Filters, RowsClient, paging_of
from shared.dtos.room import Room
from shared.paging import Page


class RoomClient(RowsClient[Room, UUID]):
    """Reads and writes rows of Room."""

    kind = Room
    path = "/api/v1/rooms"

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
        parameters: dict[str, object] = {}
        paging = paging_of(sort, limit, cursor, offset, total=total)
        return await self._page(
            "/api/v1/queries/list_rooms", {**(filters or {}), **parameters}, paging
        )
