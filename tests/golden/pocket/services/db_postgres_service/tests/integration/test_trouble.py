"""A database that is busy, stuck or away: the caller is told in time, and nothing stays behind."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identifiers import new_id
from src.core.config import Settings
from src.core.database import build_engine
from src.main import create_app
from tests.support.problems import assert_problem
from tests.support.rows import Row, Rows, change_of, path
from tests.support.service import client_of, settings_of
from tests.support.things import NAME as THING
from tests.support.things import Thing

SHORT, LONG = 0.3, 20.0
# Far below the long limits, and far above what a slow machine adds to the short ones.
IN_TIME_SECONDS = 8.0
TABLE = Thing.__tablename__

type Request = Callable[[httpx.AsyncClient, Row], Awaitable[httpx.Response]]


def limits(database: URL, **short: float) -> Settings:
    """Settings of which only the given limits are short."""
    given = {
        "lock_timeout_seconds": LONG,
        "statement_timeout_seconds": LONG,
        "pool_timeout_seconds": LONG,
        "request_timeout_seconds": LONG,
    }
    return settings_of(database).model_copy(update=given | short)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A service of its own beside the one of all tests."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


@asynccontextmanager
async def locked_by_another(engine: AsyncEngine) -> AsyncIterator[None]:
    """Another transaction has the table for itself."""
    async with engine.begin() as connection:
        await connection.execute(text(f'LOCK TABLE "{TABLE}" IN ACCESS EXCLUSIVE MODE'))
        yield


async def read(client: httpx.AsyncClient, row: Row) -> httpx.Response:
    return await Rows(client).get(THING, row["id"])


async def page(client: httpx.AsyncClient, _: Row) -> httpx.Response:
    return await client.get(path(THING), params={"total": "true"})


async def change(client: httpx.AsyncClient, row: Row) -> httpx.Response:
    return await Rows(client).patch(THING, row["id"], change_of(THING, 2))


async def unit_of_work(client: httpx.AsyncClient, row: Row) -> httpx.Response:
    write: dict[str, Any] = {
        "action": "update",
        "entity": THING,
        "id": row["id"],
        "values": change_of(THING, 2),
    }
    return await client.post("/api/v1/unit-of-work", json={"writes": [write]})


@pytest.mark.parametrize("limit", ["lock_timeout_seconds", "statement_timeout_seconds"])
@pytest.mark.parametrize("request_of", [read, change, unit_of_work])
async def test_lock_that_another_holds_is_not_waited_for_for_ever(
    database: URL, engine: AsyncEngine, rows: Rows, request_of: Request, limit: str
) -> None:
    row = await rows.create(THING)
    async with serving(limits(database, **{limit: SHORT})) as client:
        async with locked_by_another(engine):
            started = time.monotonic()
            refused = await request_of(client, row)
            assert time.monotonic() - started < IN_TIME_SECONDS
        assert_problem(refused, 503, "DATABASE_TIMEOUT")
        assert refused.headers["retry-after"] == "1"
        assert (await rows.get(THING, row["id"])).json() == row
        assert (await request_of(client, row)).status_code == 200


@pytest.mark.parametrize("request_of", [read, page, change, unit_of_work])
async def test_request_that_takes_too_long_is_given_up(
    database: URL, engine: AsyncEngine, rows: Rows, request_of: Request
) -> None:
    row = await rows.create(THING)
    settings = limits(database, request_timeout_seconds=SHORT)
    one_connection = settings.model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client:
        async with locked_by_another(engine):
            started = time.monotonic()
            assert_problem(await request_of(client, row), 503, "DATABASE_TIMEOUT")
            assert time.monotonic() - started < IN_TIME_SECONDS
        assert (await rows.get(THING, row["id"])).json() == row
        # The only connection is whole again.
        assert (await request_of(client, row)).status_code == 200


async def test_request_that_gets_no_connection_is_told_so(
    database: URL, engine: AsyncEngine, rows: Rows
) -> None:
    row = await rows.create(THING)
    settings = limits(database, pool_timeout_seconds=SHORT, statement_timeout_seconds=2.0)
    one_connection = settings.model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client, locked_by_another(engine):
        first = asyncio.create_task(read(client, row))
        await asyncio.sleep(0.1)
        assert_problem(await client.get("/api/v1/guards/none"), 404, "NOT_FOUND")
        assert_problem(await read(client, row), 503, "DATABASE_TIMEOUT")
        assert not first.done()
        assert_problem(await first, 503, "DATABASE_TIMEOUT")


async def test_transaction_that_is_forgotten_is_ended(database: URL) -> None:
    settings = limits(database, idle_in_transaction_timeout_seconds=SHORT)
    engine = build_engine(settings)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        await asyncio.sleep(SHORT * 3)
        with pytest.raises(DBAPIError) as ended:
            await connection.execute(text("SELECT 1"))
        assert ended.value.connection_invalidated
    await engine.dispose()


@pytest.mark.parametrize("request_of", [read, change, unit_of_work])
async def test_caller_is_told_that_the_database_is_away(database: URL, request_of: Request) -> None:
    app = create_app(settings_of(database.set(host="127.0.0.1", port=1)))
    async with client_of(app) as client:
        refused = await request_of(client, {"id": str(new_id())})
    assert_problem(refused, 503, "DATABASE_UNAVAILABLE")
