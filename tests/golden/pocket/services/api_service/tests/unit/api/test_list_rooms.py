"""GET /rooms: Browse the rooms that are open."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from httpx import Response

from shared.dtos.enums import RoomSize
from tests.support.api import client, wrong_fields
from tests.support.data import Data
from tests.support.rows import Asked
from tests.support.samples import make_room

ITEM = make_room()
PATH = "/rooms"


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.rooms.select("list_rooms", ITEM)
    return data


async def send(data: Data, path: str = PATH, query: Mapping[str, str] | None = None) -> Response:
    """Sends the request."""
    return await client(data, None).request("GET", path, params=query)


async def test_list_rooms_answers_a_page() -> None:
    response = await send(arranged())
    assert response.status_code == 200
    assert response.json() == {
        "items": [
            {
                "id": str(ITEM.id),
                "name": "A sample",
                "size": "small",
                "floor": 0,
                "door": "1",
                "seats": 1,
                "area": None,
                "price": "0.00",
                "notes": None,
                "plan": None,
                "sensor": None,
                "open": True,
                "created_at": "2030-01-31T12:00:00Z",
                "updated_at": "2030-01-31T12:00:00Z",
            }
        ],
        "next_cursor": None,
        "total": None,
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("size", "small", RoomSize.SMALL),
        ("seats", "1", 1),
        ("seats__gte", "1", 1),
        ("seats__lte", "1", 1),
        ("price", "0.00", Decimal("0.00")),
        ("price__gte", "0.00", Decimal("0.00")),
        ("price__lte", "0.00", Decimal("0.00")),
    ],
)
async def test_list_rooms_filters_as_asked(name: str, text: str, value: object) -> None:
    data = arranged()
    await send(data, query={name: text})
    assert data.rooms.asked == [Asked("list_rooms", {}, filters={name: value}, sort="name")]


@pytest.mark.parametrize("sort", ["name", "-name", "seats", "-seats"])
async def test_list_rooms_sorts_as_asked(sort: str) -> None:
    data = arranged()
    await send(data, query={"sort": sort})
    assert data.rooms.asked == [Asked("list_rooms", {}, sort=sort)]


async def test_list_rooms_passes_limit_and_position_on() -> None:
    data = arranged()
    await send(data, query={"limit": "100", "cursor": "here", "offset": "2", "total": "true"})
    assert data.rooms.asked == [
        Asked("list_rooms", {}, sort="name", limit=100, cursor="here", offset=2, total=True)
    ]


async def test_list_rooms_tells_where_the_next_page_begins() -> None:
    data = arranged()
    data.rooms.select("list_rooms", ITEM, make_room())
    response = await send(data, query={"limit": "1", "total": "true"})
    assert len(response.json()["items"]) == 1
    assert response.json()["next_cursor"] == "more"
    assert response.json()["total"] == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("offset", "-1"),
        ("sort", "no_such_field"),
        ("no_such_filter", "1"),
        ("size", "nonsense"),
        ("seats", "nonsense"),
        ("seats__gte", "nonsense"),
        ("seats__lte", "nonsense"),
        ("price", "nonsense"),
        ("price__gte", "nonsense"),
        ("price__lte", "nonsense"),
    ],
)
async def test_list_rooms_refuses_what_cannot_be_asked(name: str, text: str) -> None:
    response = await send(arranged(), query={name: text})
    assert wrong_fields(response) == [f"query.{name}"]
