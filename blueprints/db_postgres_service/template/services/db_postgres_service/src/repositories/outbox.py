"""The outbox: events leave it in order per aggregate, each to one relay at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from shared.outbox import ClaimedEvent, ClaimRequest
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import aliased
from sqlalchemy.pool import NullPool

from src.core.database import CONNECT_TIMEOUT_SECONDS, Sessions
from src.models.machinery import OutboxEvent

CHANNEL = "outbox"
# The advisory lock of those who claim; guards' locks are hashes, so they do not meet it.
CLAIM_LOCK = 1
POLL_SECONDS = 2.0
RECONNECT_SECONDS = 1.0

log = structlog.get_logger()


class OutboxBell:
    """Rings when an event was committed; listens on a connection of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = create_async_engine(
            engine.url, poolclass=NullPool, connect_args={"timeout": CONNECT_TIMEOUT_SECONDS}
        )
        self._rung = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listens for as long as the block runs."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (OSError, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("outbox_listener_lost", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            lost = asyncio.Event()
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(CHANNEL, lambda *_: self._rung.set())
            self._rung.set()
            await lost.wait()
            await connection.invalidate()

    async def wait(self, seconds: float) -> None:
        """Returns when the bell rings, or after so many seconds."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return
        self._rung.clear()


class Outbox:
    """Claims, acknowledges and releases events."""

    def __init__(self, sessions: Sessions, bell: OutboxBell) -> None:
        self._sessions = sessions
        self._bell = bell

    async def claim(
        self, request: ClaimRequest, abandoned: Callable[[], Awaitable[bool]]
    ) -> list[ClaimedEvent]:
        """Free events in their order; waits for the first one as long as the request says.

        Nothing is leased to a relay that is gone: its events would wait for the lease to end.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + request.wait_seconds
        while not await abandoned():
            events = await self._claim_now(request)
            left = deadline - loop.time()
            if events or left <= 0:
                return events
            await self._bell.wait(min(left, POLL_SECONDS))
        return []

    async def _claim_now(self, request: ClaimRequest) -> list[ClaimedEvent]:
        earlier = aliased(OutboxEvent)
        held_up = (
            select(earlier.sequence)
            .where(
                earlier.aggregate == OutboxEvent.aggregate,
                earlier.aggregate_id == OutboxEvent.aggregate_id,
                earlier.sequence < OutboxEvent.sequence,
                earlier.leased_until > func.now(),
            )
            .exists()
        )
        free = (
            select(OutboxEvent)
            .where(
                or_(OutboxEvent.leased_until.is_(None), OutboxEvent.leased_until <= func.now()),
                ~held_up,
            )
            .order_by(OutboxEvent.sequence)
            .limit(request.limit)
            .with_for_update(skip_locked=True)
        )
        async with self._sessions.begin() as session:
            # One at a time: a lease that is not committed yet would not hold later events up.
            await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
            rows = list(await session.scalars(free))
            if rows:
                # The clock, not the transaction's begin: others may have held the lock for a while.
                lease = func.clock_timestamp() + timedelta(seconds=request.lease_seconds)
                sequences = [row.sequence for row in rows]
                await session.execute(
                    update(OutboxEvent)
                    .where(OutboxEvent.sequence.in_(sequences))
                    .values(leased_until=lease)
                    .execution_options(synchronize_session=False)
                )
            return [ClaimedEvent.model_validate(_values(row)) for row in rows]

    async def acknowledge(self, sequences: list[int]) -> None:
        """Removes published events."""
        async with self._sessions.begin() as session:
            await session.execute(delete(OutboxEvent).where(OutboxEvent.sequence.in_(sequences)))

    async def release(self, sequences: list[int]) -> None:
        """Ends the leases of events that were not published."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(OutboxEvent)
                .where(OutboxEvent.sequence.in_(sequences))
                .values(leased_until=None)
            )


def _values(event: OutboxEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in ClaimedEvent.model_fields}
