"""The client of guards: predicates over stored rows."""

from typing import Any

from shared.http import ServiceClient
from shared.unit_of_work import wire_value


class GuardClient:
    """Asks the data service whether a predicate holds."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def holds(self, name: str, parameters: dict[str, Any]) -> bool:
        """Whether the guard holds now; the unit of work asks again when it commits."""
        query = {
            key: str(wire_value(value)) for key, value in parameters.items() if value is not None
        }
        answer = await self._client.get(f"/api/v1/guards/{name}", query)
        return bool(answer["holds"])
