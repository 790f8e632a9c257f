"""The migrator on a database that is in use."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from src.migrations import migrator
from tests.support.database import temporary_database


class Change:
    """A change of a table that waits for those who use it."""

    def __init__(self) -> None:
        self.tries = 0

    def __call__(self, connection: Connection) -> None:
        self.tries += 1
        connection.execute(text("ALTER TABLE used ADD COLUMN more integer"))


@pytest.fixture
async def used_database(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[URL]:
    monkeypatch.setattr(migrator, "PAUSE_SECONDS", 0.01)
    async with temporary_database() as url:
        yield url


@pytest.fixture
async def readers(used_database: URL) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(used_database)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE used (id integer)"))
    yield engine
    await engine.dispose()


async def test_change_of_a_table_in_use_gives_up_and_tries_again(
    used_database: URL, readers: AsyncEngine
) -> None:
    change = Change()
    async with readers.connect() as reader:
        await reader.execute(text("SELECT * FROM used"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrator.migrate(used_database, change, tries=1)
        assert change.tries == 1
        running = asyncio.create_task(migrator.migrate(used_database, change))
        while change.tries < 3:
            await asyncio.sleep(0.01)
        await reader.rollback()
        await running
        await reader.execute(text("SELECT more FROM used"))


async def test_change_that_fails_is_not_tried_again(used_database: URL) -> None:
    change = Change()
    with pytest.raises(DBAPIError, match="does not exist"):
        await migrator.migrate(used_database, change)
    assert change.tries == 1


async def test_migrator_waits_for_another_one(
    used_database: URL, readers: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    change = Change()
    async with readers.connect() as other:
        await other.execute(text(f"SELECT pg_advisory_lock({migrator.MIGRATOR})"))
        running = asyncio.create_task(migrator.migrate(used_database, change))
        while "Another migrator" not in caplog.text:
            await asyncio.sleep(0.01)
        assert change.tries == 0
        await other.execute(text(f"SELECT pg_advisory_unlock({migrator.MIGRATOR})"))
        await running
    assert change.tries == 1
