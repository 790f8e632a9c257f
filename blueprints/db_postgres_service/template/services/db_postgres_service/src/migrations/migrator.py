"""Runs revisions, one migrator at a time, on a database that is in use."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy import URL, Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

# Everybody waits behind a change that waits for a table, so it gives up soon and tries again.
LOCK_TIMEOUT_MS = 300
TRIES = 600
PAUSE_SECONDS = 1.0
# The key of the lock that the migrator holds, in each database.
MIGRATOR = 5_820_231
WAITED_TOO_LONG = frozenset({"55P03", "40P01"})

logger = logging.getLogger(__name__)


async def migrate(url: str | URL, run: Callable[[Connection], None], tries: int = TRIES) -> None:
    """Runs revisions as soon as no other migrator does, and again when a table is in use."""
    settings = {"server_settings": {"lock_timeout": str(LOCK_TIMEOUT_MS)}}
    engine = create_async_engine(url, connect_args=settings)
    try:
        async with engine.connect() as connection:
            await _be_alone(connection)
            while not await _ran(connection, run, last=tries == 1):
                tries -= 1
                await asyncio.sleep(PAUSE_SECONDS)
    finally:
        await engine.dispose()


async def _be_alone(connection: AsyncConnection) -> None:
    # Who waited for the lock in a statement would keep an index from being built concurrently.
    while not await connection.scalar(select(func.pg_try_advisory_lock(MIGRATOR))):
        await connection.commit()
        logger.warning("Another migrator is running; waiting for it")
        await asyncio.sleep(PAUSE_SECONDS)
    await connection.commit()


async def _ran(
    connection: AsyncConnection, run: Callable[[Connection], None], *, last: bool
) -> bool:
    try:
        await connection.run_sync(run)
        await connection.commit()
    except DBAPIError as error:
        await connection.rollback()
        if last or getattr(error.orig, "sqlstate", None) not in WAITED_TOO_LONG:
            raise
        logger.warning("A table is in use; trying again")
        return False
    return True
