"""The client of the rows of Person."""

from collections.abc import AsyncIterator
from uuid import UUID

from shared.clients.rows import RowsClient
from shared.dtos.person import Person


class PersonClient(RowsClient[Person, UUID]):
    """Reads and writes rows of Person."""

    kind = Person
    path = "/api/v1/people"

    def every_confirm_booking(
        self,
    ) -> AsyncIterator[Person]:
        """All rows of the query, page by page."""
        parameters: dict[str, object] = {}
        return self._all("/api/v1/queries/confirm_booking", parameters)
