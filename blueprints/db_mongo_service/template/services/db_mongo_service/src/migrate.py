"""Brings the collections up to date, one migrator at a time, before services start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from pymongo import timeout
from pymongo.asynchronous.collection import AsyncCollection

from shared.identifiers import new_id
from shared.logs import configure_logging
from shared.settings import load_settings

from src.core.config import SERVICE, Settings
from src.core.container import build_container
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


async def migrate(settings: Settings) -> None:
    """Applies what the entities say of their collections; running it again changes nothing."""
    container = build_container(settings)
    try:
        # An index of many documents takes its time.
        with timeout(None):
            async with _alone(container.database[LOCKS]):
                for resource in RESOURCES.values():
                    await apply(container.database, resource)
    finally:
        await container.client.close()


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
    settings = load_settings(Settings)
    configure_logging(SERVICE, settings.log_level)
    asyncio.run(migrate(settings))


if __name__ == "__main__":
    main()
