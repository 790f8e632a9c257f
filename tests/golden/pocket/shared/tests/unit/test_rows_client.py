"""The client of the rows of any entity."""

import json
from uuid import UUID

import httpx

from shared.clients.guard_client import GuardClient
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
    items = [each.model_dump(mode="json") for each in things]
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


async def test_all_rows_come_page_by_page() -> None:
    service = PlayedService(page(ONE, cursor="next"), page(OTHER))
    assert [each async for each in ThingClient(service.client()).every_row()] == [ONE, OTHER]
    assert [each.url.params.get("cursor") for each in service.requests] == [None, "next"]


async def test_rows_are_counted() -> None:
    service = PlayedService(httpx.Response(200, json={"count": 3}))
    assert await ThingClient(service.client()).count(name="one") == 3
    assert str(service.requests[0].url) == "http://played/api/v1/things/count?name=one"


async def test_rows_are_written_as_json_has_them() -> None:
    service = PlayedService(httpx.Response(201, json=ONE.model_dump(mode="json")))
    things, owner = ThingClient(service.client()), new_id()
    assert await things.create({"owner": owner}) == ONE
    await things.put(ONE.id, {"owner": owner})
    assert [each.method for each in service.requests] == ["POST", "PUT"]
    assert [json.loads(each.content) for each in service.requests] == [{"owner": str(owner)}] * 2


async def test_guard_is_asked_with_its_parameters() -> None:
    service = PlayedService(httpx.Response(200, json={"holds": False}))
    owner = new_id()
    assert await GuardClient(service.client()).holds("limit", {"owner": owner}) is False
    assert str(service.requests[0].url) == f"http://played/api/v1/guards/limit?owner={owner}"
