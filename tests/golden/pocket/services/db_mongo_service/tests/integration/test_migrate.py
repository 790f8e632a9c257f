"""One migrator works at a time; one that died is not waited for for ever."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from src import migrate as migrator
from src.core.config import Settings

type Database = AsyncDatabase[dict[str, Any]]


class Logged:
    """The warnings of the migrator."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warning(self, event: str) -> None:
        self.warnings.append(event)


async def hold(database: Database, seconds: int) -> None:
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    change = {"$set": {"until": until, "owner": "another"}}
    await database[migrator.LOCKS].update_one({"_id": migrator.LOCK}, change, upsert=True)


async def test_migrator_waits_for_another_one(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = Logged()
    monkeypatch.setattr(migrator, "log", logged)
    monkeypatch.setattr(migrator, "PAUSE_SECONDS", 0.01)
    await hold(database, 3600)
    running = asyncio.create_task(migrator.migrate(settings))
    while len(logged.warnings) < 2:
        await asyncio.sleep(0.01)
    assert not running.done()
    await hold(database, -3600)
    await running


async def test_lock_of_a_migrator_that_died_is_taken_over_and_given_back(
    settings: Settings, database: Database
) -> None:
    await hold(database, -1)
    await migrator.migrate(settings)
    lock = await database[migrator.LOCKS].find_one({"_id": migrator.LOCK})
    assert lock is not None
    assert lock["owner"] != "another"
    assert lock["until"] == migrator.NEVER
