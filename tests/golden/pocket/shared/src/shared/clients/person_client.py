"""The client of the rows of Person."""

from collections.abc import AsyncIterator
from uuid import UUID

from shared.clients.rows import Filters, RowsClient, paging_of
from shared.dtos.person import Person
from shared.paging import Page


class PersonClient(RowsClient[Person, UUID]):
    """Reads and writes rows of Person."""

    kind = Person
    path = "/api/v1/people"

    async def confirm_booking(
        self,
        filters: Filters | None = None,
        *,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        offset: int | None = None,
        total: bool = False,
    ) -> Page[Person]:
        """A page of the rows of the query."""
        parameters: dict[str, object] = {}
        paging = paging_of(sort, limit, cursor, offset, total=total)
        return await self._page(
            "/api/v1/queries/confirm_booking", {**(filters or {}), **parameters}, paging
        )

    def every_confirm_booking(
        self,
    ) -> AsyncIterator[Person]:
        """All rows of the query, page by page."""
        parameters: dict[str, object] = {}
        return self._all("/api/v1/queries/confirm_booking", parameters)
