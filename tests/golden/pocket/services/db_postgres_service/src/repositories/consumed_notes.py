"""Forgets which events were consumed, long after the last time that they can come again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from sqlalchemy import delete, func, select, tuple_

from src.core.database import Sessions
from src.models.machinery import ConsumedMessage

# A dead letter may be replayed until then; an operation that had its share would have it again.
KEPT = timedelta(days=90)
# A service that has just started needs its connections for those who waited for it.
FIRST_PAUSE_SECONDS = 60.0
SWEEP_SECONDS = 3600.0
BATCH = 1000

log = structlog.get_logger()


class ConsumedNotes:
    """Sweeps the notes of these consumers; those of jobs decide for good what was done."""

    def __init__(self, sessions: Sessions, consumers: Sequence[str]) -> None:
        self._sessions = sessions
        self._consumers = consumers

    @asynccontextmanager
    async def sweeping(self) -> AsyncIterator[None]:
        """Sweeps for as long as the block runs."""
        task = asyncio.create_task(self._sweep_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _sweep_for_ever(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            await asyncio.sleep(pause)
            pause = SWEEP_SECONDS
            try:
                await self.sweep()
            except Exception as error:
                log.warning("notes_not_swept", error=type(error).__name__)

    async def sweep(self) -> None:
        """Deletes old notes, a few at a time, so that no lock is held for long."""
        key = tuple_(ConsumedMessage.consumer, ConsumedMessage.key)
        old = (
            select(ConsumedMessage.consumer, ConsumedMessage.key)
            .where(ConsumedMessage.consumer.in_(self._consumers))
            .where(ConsumedMessage.consumed_at < func.now() - KEPT)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        swept = delete(ConsumedMessage).where(key.in_(old)).returning(ConsumedMessage.key)
        while True:
            async with self._sessions.begin() as session:
                statement = swept.execution_options(synchronize_session=False)
                if len((await session.scalars(statement)).all()) < BATCH:
                    return
