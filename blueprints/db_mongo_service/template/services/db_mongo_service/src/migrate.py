"""Brings the collections up to date, one migrator at a time, before services start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from pymongo.asynchronous.collection import AsyncCollection

from shared.identifiers import new_id
from shared.logs import configure_logging
from shared.settings import load_settings

from src.core.config import SERVICE, DatabaseSettings
from src.core.container import open_client
from src.registry import RESOURCES
from src.repositories.collections import apply

# A migrator that died holds the lock for that long.
LEASE_SECONDS = 30
PAUSE_SECONDS = 1.0
LOCKS = "migrations"
LOCK = "migrator"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger()

type Locks = AsyncCollection[dict[str, Any]]


async def migrate(settings: DatabaseSettings) -> None:
    """Applies what the entities say of their collections; running it again changes nothing."""
    client = open_client(settings)
    database = client[settings.mongo_database]
    try:
        async with _alone(database[LOCKS]):
            for resource in RESOURCES.values():
                await apply(database, resource)
    finally:
        await client.close()


@asynccontextmanager
async def _alone(locks: Locks) -> AsyncIterator[None]:
    owner = str(new_id())
    await locks.update_one({"_id": LOCK}, {"$setOnInsert": {"until": NEVER}}, upsert=True)
    free = {"_id": LOCK, "$expr": {"$lt": ["$until", "$$NOW"]}}
    while not await _leased(locks, free, owner):
        log.warning("another_migrator_is_running")
        await asyncio.sleep(PAUSE_SECONDS)
    renewing = asyncio.create_task(_renew(locks, owner))
    try:
        yield
    finally:
        renewing.cancel()
        await locks.update_one({"_id": LOCK, "owner": owner}, {"$set": {"until": NEVER}})


async def _renew(locks: Locks, owner: str) -> None:
    while await _leased(locks, {"_id": LOCK, "owner": owner}, owner):
        await asyncio.sleep(LEASE_SECONDS / 3)


async def _leased(locks: Locks, condition: dict[str, Any], owner: str) -> bool:
    end = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": LEASE_SECONDS}}
    done = await locks.update_one(condition, [{"$set": {"until": end, "owner": owner}}])
    return done.matched_count == 1


def main() -> None:
    """The entry point of the migrator."""
    settings = load_settings(DatabaseSettings)
    configure_logging(SERVICE, settings.log_level)
    asyncio.run(migrate(settings))


if __name__ == "__main__":
    main()
