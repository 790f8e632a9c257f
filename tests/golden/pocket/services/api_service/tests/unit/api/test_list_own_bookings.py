"""GET /bookings: List what the person has booked."""

from collections.abc import Mapping

import pytest
from httpx import Response

from shared.dtos.enums import Role
from shared.dtos.person import Person
from tests.support.api import client, problem_of, wrong_fields
from tests.support.data import Data
from tests.support.rows import Asked
from tests.support.samples import make_booking, make_person

ACTOR = make_person()
ITEM = make_booking()
PATH = "/bookings"


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.select("list_own_bookings", ITEM)
    return data


async def send(
    data: Data,
    actor: Person | None = ACTOR,
    path: str = PATH,
    query: Mapping[str, str] | None = None,
) -> Response:
    """Sends the request."""
    return await client(data, actor).request("GET", path, params=query)


async def test_list_own_bookings_answers_a_page() -> None:
    response = await send(arranged())
    assert response.status_code == 200
    assert response.json() == {
        "items": [
            {
                "id": str(ITEM.id),
                "room_id": str(ITEM.room_id),
                "guest_id": str(ITEM.guest_id),
                "day": "2030-01-31",
                "price": "0.00",
                "status": "booked",
                "cancelled_on": None,
                "created_at": "2030-01-31T12:00:00Z",
                "updated_at": "2030-01-31T12:00:00Z",
            }
        ],
        "next_cursor": None,
        "total": None,
    }


@pytest.mark.parametrize("sort", ["day", "-day"])
async def test_list_own_bookings_sorts_as_asked(sort: str) -> None:
    data = arranged()
    await send(data, query={"sort": sort})
    assert data.bookings.asked == [Asked("list_own_bookings", {"actor_id": ACTOR.id}, sort=sort)]


async def test_list_own_bookings_passes_limit_and_position_on() -> None:
    data = arranged()
    await send(data, query={"limit": "100", "cursor": "here", "offset": "2", "total": "true"})
    assert data.bookings.asked == [
        Asked(
            "list_own_bookings",
            {"actor_id": ACTOR.id},
            sort="day",
            limit=100,
            cursor="here",
            offset=2,
            total=True,
        )
    ]


async def test_list_own_bookings_tells_where_the_next_page_begins() -> None:
    data = arranged()
    data.bookings.select("list_own_bookings", ITEM, make_booking())
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
    ],
)
async def test_list_own_bookings_refuses_what_cannot_be_asked(name: str, text: str) -> None:
    response = await send(arranged(), query={name: text})
    assert wrong_fields(response) == [f"query.{name}"]


async def test_list_own_bookings_needs_somebody_who_is_signed_in() -> None:
    data = arranged()
    response = await send(data, actor=None)
    assert problem_of(response) == (401, "NOT_AUTHENTICATED", "Authentication is required")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.MEMBER])
async def test_list_own_bookings_is_open_to_every_role_that_may_run_it(role: Role) -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"role": role}))
    response = await send(data)
    assert response.status_code != 403 or problem_of(response)[1] != "FORBIDDEN"
    assert response.status_code != 401
