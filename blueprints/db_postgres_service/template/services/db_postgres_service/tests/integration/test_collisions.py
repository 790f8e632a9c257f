"""Requests that change one row at the same time: one is done, the others are told."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.problems import assert_problem
from tests.support.rows import Row, Rows, change_of
from tests.support.things import NAME as THING
from tests.support.things import Thing

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)

type Request = Callable[[Rows, Row], Coroutine[Any, Any, httpx.Response]]


async def change(rows: Rows, row: Row) -> httpx.Response:
    return await rows.patch(THING, row["id"], change_of(THING, 2))


async def remove(rows: Rows, row: Row) -> httpx.Response:
    return await rows.delete(THING, row["id"])


async def until_a_statement_waits(engine: AsyncEngine) -> None:
    async with asyncio.timeout(30):
        while True:
            async with engine.connect() as connection:
                if await connection.scalar(WAITING):
                    return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("request_of", [change, remove])
async def test_row_that_changes_between_read_and_write_is_a_conflict(
    engine: AsyncEngine, rows: Rows, request_of: Request
) -> None:
    row = await rows.create(THING)
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE {Thing.__tablename__} SET version = version + 1"))
        late = asyncio.create_task(request_of(rows, row))
        await until_a_statement_waits(engine)
    assert_problem(await late, 409, "VERSION_CONFLICT")
    assert (await rows.get(THING, row["id"])).json() == row | {"version": row["version"] + 1}


async def test_changes_at_once_are_each_made_or_refused(rows: Rows) -> None:
    row = await rows.create(THING)
    changes = (rows.patch(THING, row["id"], change_of(THING, number)) for number in range(2, 22))
    answers = [answer.status_code for answer in await asyncio.gather(*changes)]
    assert set(answers) <= {200, 409}
    after = (await rows.get(THING, row["id"])).json()
    assert after["version"] == row["version"] + answers.count(200)
