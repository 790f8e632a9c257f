"""A busy, stuck or unavailable database: a timely error, and nothing left behind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import URL, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.identifiers import new_id
from src.core.config import Settings
from src.core.database import build_engine
from src.main import create_app
from src.repositories import queues
from tests.support.problems import assert_problem
from tests.support.rows import Row, Rows, change_of, path
from tests.support.service import client_of, settings_of
from tests.support.things import NAME as THING
from tests.support.things import Thing

SHORT, LONG = 0.3, 3600.0
# Far below the long limits, and far above what a slow machine adds to the short ones.
PATIENCE = 60.0
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
ALIVE = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
PID = text("SELECT pg_backend_pid()")
TABLE = Thing.__tablename__
# The SQL state of a statement that the server ended.
CANCELLED = "57014"

type Request = Callable[[httpx.AsyncClient, Row], Awaitable[httpx.Response]]


def limits(database: URL, **short: float) -> Settings:
    """Settings of which only the given limits are short."""
    long = {
        "lock_timeout_seconds": LONG,
        "statement_timeout_seconds": LONG,
        "pool_timeout_seconds": LONG,
        "request_timeout_seconds": LONG,
    }
    return settings_of(database).model_copy(update=long | short)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A separate service, next to the one that all tests share."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


@asynccontextmanager
async def locked_by_another(engine: AsyncEngine) -> AsyncIterator[None]:
    """Another transaction has locked the table."""
    async with engine.begin() as connection:
        await connection.execute(text(f'LOCK TABLE "{TABLE}" IN ACCESS EXCLUSIVE MODE'))
        yield


async def until(engine: AsyncEngine, question: TextClause, *, count: int) -> None:
    """Returns when the query returns that count."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with engine.connect() as connection:
                if await connection.scalar(question) == count:
                    return
            await asyncio.sleep(0.02)


async def served(request_of: Request, client: httpx.AsyncClient, row: Row) -> httpx.Response:
    """The first answer that is no refusal: on a busy machine a short limit may end any request."""
    async with asyncio.timeout(PATIENCE):
        while (answer := await request_of(client, row)).status_code == 503:
            pass
    return answer


async def read(client: httpx.AsyncClient, row: Row) -> httpx.Response:
    return await Rows(client).get(THING, row["id"])


async def page(client: httpx.AsyncClient, _: Row) -> httpx.Response:
    return await client.get(path(THING), params={"total": "true"})


async def change(client: httpx.AsyncClient, row: Row) -> httpx.Response:
    return await Rows(client).patch(THING, row["id"], change_of(THING, 2))


def write_of(row: Row, number: int = 2) -> dict[str, Any]:
    return {
        "action": "update",
        "entity": THING,
        "id": row["id"],
        "values": change_of(THING, number),
    }


async def unit_of_work(client: httpx.AsyncClient, row: Row, number: int = 2) -> httpx.Response:
    unit = {"writes": [write_of(row, number)]}
    return await client.post("/api/v1/unit-of-work", json=unit)


@pytest.mark.parametrize("limit", ["lock_timeout_seconds", "statement_timeout_seconds"])
@pytest.mark.parametrize("request_of", [read, change, unit_of_work])
async def test_lock_that_another_holds_is_not_waited_for_for_ever(
    database: URL, engine: AsyncEngine, rows: Rows, request_of: Request, limit: str
) -> None:
    row = await rows.create(THING)
    async with serving(limits(database, **{limit: SHORT})) as client:
        async with locked_by_another(engine):
            async with asyncio.timeout(PATIENCE):
                refused = await request_of(client, row)
        assert_problem(refused, 503, "DATABASE_TIMEOUT")
        assert refused.headers["retry-after"] == "1"
        assert (await rows.get(THING, row["id"])).json() == row
        assert (await served(request_of, client, row)).status_code == 200


@pytest.mark.parametrize("request_of", [read, page, change, unit_of_work])
async def test_request_that_takes_too_long_is_given_up(
    database: URL, engine: AsyncEngine, rows: Rows, request_of: Request
) -> None:
    row = await rows.create(THING)
    settings = limits(database, request_timeout_seconds=SHORT)
    one_connection = settings.model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client:
        async with locked_by_another(engine):
            async with asyncio.timeout(PATIENCE):
                refused = await request_of(client, row)
            assert_problem(refused, 503, "DATABASE_TIMEOUT")
        assert (await rows.get(THING, row["id"])).json() == row
        # The only connection is whole again.
        assert (await served(request_of, client, row)).status_code == 200


async def test_request_that_gets_no_connection_is_told_so(
    database: URL, engine: AsyncEngine, rows: Rows
) -> None:
    row = await rows.create(THING)
    settings = limits(database, pool_timeout_seconds=SHORT)
    one_connection = settings.model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client:
        async with locked_by_another(engine):
            # What the service does by itself at its start may have the only connection.
            first = asyncio.create_task(served(read, client, row))
            await until(engine, WAITING, count=1)
            assert_problem(await client.get("/api/v1/guards/none"), 404, "NOT_FOUND")
            assert_problem(await read(client, row), 503, "DATABASE_TIMEOUT")
            assert not first.done()
        assert (await first).status_code == 200


async def test_statement_that_takes_too_long_is_ended_by_the_server(database: URL) -> None:
    impatient = build_engine(limits(database, statement_timeout_seconds=SHORT))
    async with impatient.connect() as connection:
        with pytest.raises(DBAPIError) as ended:
            await connection.execute(text("SELECT pg_sleep(3600)"))
    assert getattr(ended.value.orig, "sqlstate", None) == CANCELLED
    await impatient.dispose()


async def test_error_shows_no_parameters(database: URL) -> None:
    """They hold what people wrote, and errors are logged."""
    service = build_engine(limits(database))
    async with service.connect() as connection:
        with pytest.raises(DBAPIError) as error:
            await connection.execute(text("SELECT 1 / position('x' IN :text)"), {"text": "secret"})
    assert "division by zero" in str(error.value)
    assert "secret" not in str(error.value)
    await service.dispose()


async def test_transaction_that_is_forgotten_is_ended(database: URL, engine: AsyncEngine) -> None:
    settings = limits(database, idle_in_transaction_timeout_seconds=SHORT)
    forgetful = build_engine(settings)
    async with forgetful.connect() as connection:
        pid = await connection.scalar(PID)
        await until(engine, ALIVE.bindparams(pid=pid), count=0)
        with pytest.raises(DBAPIError) as ended:
            await connection.execute(text("SELECT 1"))
        assert ended.value.connection_invalidated
    await forgetful.dispose()


@asynccontextmanager
async def turn_of_another_process(engine: AsyncEngine, unit_id: UUID) -> AsyncIterator[None]:
    """Another copy of the service is at work under the identifier of the unit."""
    key = int.from_bytes(unit_id.bytes[-8:], signed=True)
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
        yield


async def test_who_waits_for_a_turn_takes_no_connection_from_others(
    database: URL, engine: AsyncEngine, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "LONGEST", 5)
    row, unit_id = await rows.create(THING), new_id()
    two_connections = limits(database).model_copy(update={"pool_size": 2, "max_overflow": 0})
    unit = {"id": str(unit_id), "writes": [write_of(row)]}
    async with serving(two_connections) as client:
        async with turn_of_another_process(engine, unit_id):
            post = partial(client.post, "/api/v1/unit-of-work", json=unit)
            waiting = [asyncio.create_task(post()) for _ in range(6)]
            await until(engine, WAITING, count=1)
            async with asyncio.timeout(PATIENCE):
                assert (await read(client, row)).json() == row
                refused = await post()
            assert_problem(refused, 429, "TOO_MANY_REQUESTS")
            assert refused.headers["retry-after"] == "1"
        answers = await asyncio.gather(*waiting)
        assert [answer.status_code for answer in answers] == [200] * 6
        assert len({answer.text for answer in answers}) == 1
        # Whoever has had a turn, or was given up, is in no queue.
        assert (await post()).json() == answers[0].json()
    assert (await rows.get(THING, row["id"])).json()["version"] == row["version"] + 1


async def test_connection_that_the_server_has_closed_is_replaced(
    database: URL, engine: AsyncEngine
) -> None:
    one_connection = limits(database).model_copy(update={"pool_size": 1, "max_overflow": 0})
    service = build_engine(one_connection)
    async with service.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        pid = await connection.scalar(PID)
    async with engine.connect() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    async with asyncio.timeout(PATIENCE):
        while driver is not None and not driver.is_closed():
            await asyncio.sleep(0.02)
    async with service.connect() as connection:
        assert await connection.scalar(PID) != pid
    await service.dispose()


@pytest.mark.parametrize("place", [{"host": "127.0.0.1", "port": 1}, {"database": "no_such"}])
@pytest.mark.parametrize("request_of", [read, change, unit_of_work])
async def test_caller_is_told_that_the_database_is_away(
    database: URL, request_of: Request, place: dict[str, Any]
) -> None:
    app = create_app(settings_of(database.set(**place)))
    async with client_of(app) as client:
        refused = await request_of(client, {"id": str(new_id())})
    assert_problem(refused, 503, "DATABASE_UNAVAILABLE")


@asynccontextmanager
async def another_type_of_column(engine: AsyncEngine) -> AsyncIterator[None]:
    """As a revision leaves it to services that have prepared their statements."""
    alter = 'ALTER TABLE "{}" ALTER COLUMN label TYPE {}'
    async with engine.begin() as connection:
        await connection.execute(text(alter.format(TABLE, "text")))
    yield
    async with engine.begin() as connection:
        await connection.execute(text(alter.format(TABLE, "varchar(40)")))


async def test_read_that_was_prepared_before_a_revision_may_be_repeated(
    database: URL, engine: AsyncEngine, rows: Rows
) -> None:
    row = await rows.create(THING)
    one_connection = limits(database).model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client:
        assert (await read(client, row)).json() == row
        async with another_type_of_column(engine):
            assert_problem(await read(client, row), 503, "DATABASE_UNAVAILABLE")
            assert (await read(client, row)).json() == row


async def test_unit_of_work_that_was_prepared_before_a_revision_is_committed(
    database: URL, engine: AsyncEngine, rows: Rows
) -> None:
    row = await rows.create(THING)
    one_connection = limits(database).model_copy(update={"pool_size": 1, "max_overflow": 0})
    async with serving(one_connection) as client:
        assert (await unit_of_work(client, row)).status_code == 200
        async with another_type_of_column(engine):
            assert (await unit_of_work(client, row, 3)).status_code == 200
    after = (await rows.get(THING, row["id"])).json()
    assert after["version"] == row["version"] + 2
