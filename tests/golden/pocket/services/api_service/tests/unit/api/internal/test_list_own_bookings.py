"""For other services: List what the person has booked."""

from typing import Any

from httpx import Response

from tests.support.api import internal_client, problem_of
from tests.support.data import Data
from tests.support.samples import make_booking, make_person

ACTOR = make_person()
ITEM = make_booking()
INPUTS: dict[str, Any] = {}


def arranged() -> Data:
    """All requirements of the operation are met."""
    data = Data()
    data.people.put(ACTOR)
    data.bookings.select("list_own_bookings", ITEM)
    return data


async def send(data: Data, **run: object) -> Response:
    """Requests the operation."""
    return await internal_client(data).post(
        "/operations/list_own_bookings", json={"input": INPUTS, **run}
    )


async def test_list_own_bookings_runs_on_behalf_of_its_caller() -> None:
    response = await send(arranged(), actor_id=str(ACTOR.id))
    assert response.status_code == 200
    assert [item["id"] for item in response.json()["items"]] == [str(ITEM.id)]


async def test_list_own_bookings_runs_on_behalf_of_a_linked_chat() -> None:
    data = arranged()
    data.people.put(ACTOR.model_copy(update={"telegram_chat": "71001"}))
    response = await send(data, chat_id="71001")
    assert response.status_code == 200
    assert [item["id"] for item in response.json()["items"]] == [str(ITEM.id)]


async def test_list_own_bookings_needs_a_chat_that_is_linked() -> None:
    response = await send(arranged(), chat_id="71001")
    expected = (401, "NOT_AUTHENTICATED", "This chat is not linked to an account")
    assert problem_of(response) == expected


async def test_list_own_bookings_refuses_input_that_is_no_input() -> None:
    response = await send(arranged(), input="nonsense")
    assert response.status_code == 422
