"""Deletes what is not needed any more, while the service runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from src.core.database import Sessions

# A service that has just started needs its connections for those who waited for it.
FIRST_PAUSE_SECONDS = 60.0
SWEEP_SECONDS = 3600.0
BATCH = 1000

log = structlog.get_logger()

type Sweep = Callable[[], Awaitable[None]]


@asynccontextmanager
async def sweeping(*sweeps: Sweep) -> AsyncIterator[None]:
    """Sweeps for as long as the block runs."""
    task = asyncio.create_task(_sweep_for_ever(sweeps))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _sweep_for_ever(sweeps: Sequence[Sweep]) -> None:
    pause = FIRST_PAUSE_SECONDS
    while True:
        await asyncio.sleep(pause)
        pause = SWEEP_SECONDS
        for sweep in sweeps:
            try:
                await sweep()
            except Exception as error:
                log.warning("notes_not_swept", error=type(error).__name__)


async def delete_in_batches(
    sessions: Sessions,
    key: Sequence[InstrumentedAttribute[object]],
    condition: ColumnElement[bool],
) -> None:
    """Deletes the rows, a few at a time, so that no lock is held for long."""
    old = select(*key).where(condition).limit(BATCH).with_for_update(skip_locked=True)
    swept = delete(key[0].class_).where(tuple_(*key).in_(old)).returning(key[0])
    while True:
        async with sessions.begin() as session:
            statement = swept.execution_options(synchronize_session=False)
            if len((await session.scalars(statement)).all()) < BATCH:
                return
