"""Questions to guards and queries."""

from typing import Any

import httpx

from tests.support.rows import ids


async def holds(client: httpx.AsyncClient, guard: str, /, **parameters: Any) -> bool:
    """Whether the guard holds."""
    answer = await client.get(f"/api/v1/guards/{guard}", params=parameters)
    assert answer.status_code == 200, answer.text
    verdict: bool = answer.json()["holds"]
    return verdict


async def rows_of(client: httpx.AsyncClient, query: str, /, **parameters: Any) -> set[str]:
    """The identifiers of the rows that the query finds."""
    answer = await client.get(f"/api/v1/queries/{query}", params=parameters | {"limit": 100})
    assert answer.status_code == 200, answer.text
    return set(ids(answer.json()["items"]))
