"""The client of guards."""

import httpx

from shared.clients.guard_client import GuardClient
from shared.identifiers import new_id
from tests.support.service import PlayedService


async def test_guard_is_asked_with_its_parameters() -> None:
    service = PlayedService(httpx.Response(200, json={"holds": False}))
    owner = new_id()
    assert await GuardClient(service.client()).holds("limit", {"owner": owner}) is False
    assert str(service.requests[0].url) == f"http://played/api/v1/guards/limit?owner={owner}"
