"""The client of the rows of PersonRow."""

from collections.abc import AsyncIterator
from uuid import UUID

from shared.clients.rows import RowsClient
from shared.dtos.person import PersonRow


class PersonRowClient(RowsClient[PersonRow, UUID]):
    """Reads and writes rows of PersonRow."""

    kind = PersonRow
    path = "/api/v1/people"

    def every_confirm_booking(
        self,
    ) -> AsyncIterator[PersonRow]:
        """All rows of the query, page by page."""
        parameters: dict[str, object] = {}
        return self._all("/api/v1/queries/confirm_booking", parameters)
