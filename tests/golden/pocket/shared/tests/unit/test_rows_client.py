"""The client of the rows of any entity."""

import json
from uuid import UUID

import httpx
import pytest

from shared.clients.rows import RowsClient
from shared.identifiers import new_id
from shared.values import Row
from tests.support.service import PlayedService, problem


class Thing(Row):
    """A row."""

    id: UUID
    name: str


class ThingClient(RowsClient[Thing, UUID]):
    """A client of such rows."""

    kind = Thing
    path = "/api/v1/things"


def page(*things: Thing, cursor: str | None = None) -> httpx.Response:
    items = [thing.model_dump(mode="json") for thing in things]
    return httpx.Response(200, json={"items": items, "next_cursor": cursor, "total": None})


ONE, OTHER = Thing(id=new_id(), name="one"), Thing(id=new_id(), name="other")


async def test_missing_row_is_found_as_none() -> None:
    service = PlayedService(problem(404, "NOT_FOUND", entity="thing", id="1"))
    assert await ThingClient(service.client()).find(new_id()) is None


async def test_row_is_found_by_its_values() -> None:
    service = PlayedService(page(ONE), page())
    things = ThingClient(service.client())
    assert await things.find_by(name="one", tags=["b", "a"], open=True) == ONE
    assert await things.find_by(name="none") is None
    query = dict(service.requests[0].url.params)
    assert query == {"name": "one", "tags": "a,b", "open": "true", "limit": "1"}


async def test_row_is_not_found_by_a_value_that_is_missing() -> None:
    service = PlayedService(page(ONE))
    with pytest.raises(ValueError, match="name"):
        await ThingClient(service.client()).find_by(name=None, open=True)
    assert service.requests == []


async def test_row_is_stored_as_json_has_it() -> None:
    service = PlayedService(httpx.Response(201, json=ONE.model_dump(mode="json")))
    owner = new_id()
    await ThingClient(service.client()).put(ONE.id, {"owner": owner})
    (request,) = service.requests
    assert (request.method, request.url.path) == ("PUT", f"/api/v1/things/{ONE.id}")
    assert json.loads(request.content) == {"owner": str(owner)}
