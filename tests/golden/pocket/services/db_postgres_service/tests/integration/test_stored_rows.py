"""Guards and queries on stored rows: those that they are about, and those that are not quite so.

Each of the latter differs in one value from a row that matters, and must not be counted or found.
"""

import httpx

from tests.support.rows import Rows, ids
from tests.support.samples import Values
from tests.support.stored import holds, rows_of


async def test_guard_room_is_free(client: httpx.AsyncClient, rows: Rows) -> None:
    input_room_id = (await rows.create("room"))["id"]
    other_room_id = (await rows.create("room"))["id"]
    row: Values = {"room_id": input_room_id, "day": "2030-01-31", "status": "booked"}
    for other in (
        {"room_id": other_room_id},
        {"day": "2030-01-30"},
        {"day": "2030-02-01"},
        {"day": "2030-01-29"},
        {"day": "2030-02-02"},
        {"status": "cancelled"},
        {"status": "finished"},
    ):
        await rows.create("booking", **(row | other))
    assert await holds(client, "room_is_free", input_day="2030-01-31", input_room_id=input_room_id)
    for expected in (False,):
        await rows.create("booking", **row)
        assert (
            await holds(client, "room_is_free", input_day="2030-01-31", input_room_id=input_room_id)
            is expected
        )


async def test_query_confirm_booking(client: httpx.AsyncClient, rows: Rows) -> None:
    row: Values = {"role": "manager"}
    wanted = [
        await rows.create("person", **(row | change))
        for change in ({}, {"telegram_chat": "A sample"})
    ]
    others = [
        await rows.create("person", **(row | change))
        for change in ({"role": "member"}, {"telegram_chat": None})
    ]
    answer = await rows_of(client, "confirm_booking")
    assert answer.issuperset(ids(wanted))
    assert answer.isdisjoint(ids(others))


async def test_query_finish_past_bookings(client: httpx.AsyncClient, rows: Rows) -> None:
    row: Values = {"status": "booked", "day": "2030-01-31"}
    wanted = [
        await rows.create("booking", **(row | change))
        for change in ({}, {"day": "2030-01-30"}, {"day": "2030-01-29"})
    ]
    others = [
        await rows.create("booking", **(row | change))
        for change in (
            {"status": "cancelled"},
            {"status": "finished"},
            {"day": "2030-02-01"},
            {"day": "2030-02-02"},
        )
    ]
    answer = await rows_of(client, "finish_past_bookings", today="2030-02-01")
    assert answer.issuperset(ids(wanted))
    assert answer.isdisjoint(ids(others))


async def test_query_list_own_bookings(client: httpx.AsyncClient, rows: Rows) -> None:
    actor_id = (await rows.create("person"))["id"]
    other_person_id = (await rows.create("person"))["id"]
    row: Values = {"guest_id": actor_id, "status": "booked"}
    wanted = [await rows.create("booking", **row)]
    others = [
        await rows.create("booking", **(row | change))
        for change in (
            {"guest_id": other_person_id},
            {"status": "cancelled"},
            {"status": "finished"},
        )
    ]
    answer = await rows_of(client, "list_own_bookings", actor_id=actor_id)
    assert answer.issuperset(ids(wanted))
    assert answer.isdisjoint(ids(others))


async def test_query_list_rooms(client: httpx.AsyncClient, rows: Rows) -> None:
    row: Values = {"open": True}
    wanted = [await rows.create("room", **row)]
    others = [await rows.create("room", **(row | change)) for change in ({"open": False},)]
    answer = await rows_of(client, "list_rooms")
    assert answer.issuperset(ids(wanted))
    assert answer.isdisjoint(ids(others))
