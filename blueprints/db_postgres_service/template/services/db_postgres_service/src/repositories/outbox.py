"""The outbox: events leave it in order per aggregate, each to one relay at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import structlog
from shared.outbox import MAX_BATCH, ClaimedEvent, ClaimRequest, SetAsideEvent
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Update,
    and_,
    any_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import aliased
from sqlalchemy.pool import NullPool

from src.core.database import CONNECT_TIMEOUT_SECONDS, Sessions
from src.models.machinery import OutboxEvent

CHANNEL = "outbox"
# The advisory lock of those who claim; guards' locks are hashes, so they do not meet it.
CLAIM_LOCK = 1
# The lease of an event that no relay tries any more, until somebody ends it.
SET_ASIDE: ColumnElement[datetime] = literal_column("'infinity'::timestamptz")
POLL_SECONDS = 2.0
# One in so many of the claimed events is one of the last, if more wait than are claimed.
LATEST_SHARE = 10
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
        async with self.claiming() as session:
            latest = request.limit // LATEST_SHARE
            rows = list(await session.scalars(free_events(request.limit - latest)))
            if latest and len(rows) == request.limit - latest:
                first = [row.sequence for row in rows]
                others = await session.scalars(latest_events(latest, first))
                rows += sorted(others, key=lambda event: event.sequence)
            if rows:
                # The clock, not the transaction's begin: others may have held the lock for a while.
                lease = func.clock_timestamp() + timedelta(seconds=request.lease_seconds)
                await session.execute(_leased([row.sequence for row in rows], lease))
            return [ClaimedEvent.model_validate(_values(row)) for row in rows]

    @asynccontextmanager
    async def claiming(self) -> AsyncIterator[AsyncSession]:
        """A transaction in which nobody else claims, planned for many events."""
        async with self._sessions.begin() as session:
            await _without(session, "sort")
            await _without(session, "seqscan")
            # One at a time: a lease that is not committed yet would not hold later events up.
            await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCK)))
            yield session

    async def acknowledge(self, sequences: list[int]) -> None:
        """Removes published events."""
        async with self._sessions.begin() as session:
            await _without(session, "seqscan")
            await session.execute(delete(OutboxEvent).where(_is_one_of(sequences)))

    async def release(self, sequences: list[int], wait: timedelta) -> None:
        """Ends the leases of events that were not published, now or after a while."""
        await self._lease(sequences, func.now() + wait if wait else null())

    async def set_aside(self, sequences: list[int]) -> None:
        """Takes events out of the way that cannot be published; they stay until a replay."""
        await self._lease(sequences, SET_ASIDE)

    async def list_set_aside(self) -> list[SetAsideEvent]:
        """The first events that were set aside."""
        first = (
            select(OutboxEvent)
            .where(OutboxEvent.leased_until == SET_ASIDE)
            .order_by(OutboxEvent.sequence)
            .limit(MAX_BATCH)
        )
        async with self._sessions.reading() as session:
            return [
                SetAsideEvent.model_validate(row, from_attributes=True)
                for row in await session.scalars(first)
            ]

    async def replay_set_aside(self) -> int:
        """Lets relays try the events again that were set aside; returns their number."""
        replayed = (
            update(OutboxEvent)
            .where(OutboxEvent.leased_until == SET_ASIDE)
            .values(leased_until=None)
            .returning(OutboxEvent.sequence)
            .execution_options(synchronize_session=False)
        )
        async with self._sessions.begin() as session:
            return len((await session.scalars(replayed)).all())

    async def _lease(self, sequences: list[int], until: ColumnElement[Any]) -> None:
        async with self._sessions.begin() as session:
            await _without(session, "seqscan")
            await session.execute(_leased(sequences, until))


async def _without(session: AsyncSession, kind: str) -> None:
    """Plans of the transaction avoid what costs nothing in an empty outbox: plans outlive that."""
    await session.execute(select(func.set_config(f"enable_{kind}", "off", True)))


def _is_one_of(sequences: list[int]) -> ColumnElement[bool]:
    chosen = bindparam("sequences", sequences, ARRAY(BigInteger()))
    return OutboxEvent.sequence == any_(chosen)


def free_events(limit: int) -> Select[OutboxEvent]:
    """The first events that nobody has, and that have to wait for no earlier one."""
    is_leased = and_(OutboxEvent.leased_until > func.now(), OutboxEvent.leased_until < SET_ASIDE)
    held_up = (
        select(OutboxEvent.aggregate, OutboxEvent.aggregate_id)
        .where(is_leased)
        .distinct()
        .cte("held_up")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(OutboxEvent)
        .where(
            or_(OutboxEvent.leased_until.is_(None), OutboxEvent.leased_until <= func.now()),
            ~exists().where(
                held_up.c.aggregate == OutboxEvent.aggregate,
                held_up.c.aggregate_id == OutboxEvent.aggregate_id,
            ),
        )
        .order_by(OutboxEvent.sequence)
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxEvent)
    )


def latest_events(limit: int, taken: list[int]) -> Select[OutboxEvent]:
    """Some of the last events, so that nobody waits behind many events of somebody else.

    Those of which an earlier one of their aggregate is there have to wait for it.
    """
    last = (
        select(OutboxEvent.sequence)
        .where(OutboxEvent.leased_until.is_(None), ~_is_one_of(taken))
        .order_by(OutboxEvent.sequence.desc())
        .limit(limit)
    )
    earlier = aliased(OutboxEvent)
    return (
        select(OutboxEvent)
        .where(
            OutboxEvent.sequence.in_(last),
            ~exists().where(
                earlier.aggregate == OutboxEvent.aggregate,
                earlier.aggregate_id == OutboxEvent.aggregate_id,
                earlier.sequence < OutboxEvent.sequence,
            ),
        )
        .with_for_update(skip_locked=True, of=OutboxEvent)
    )


def _leased(sequences: list[int], until: ColumnElement[Any]) -> Update:
    return (
        update(OutboxEvent)
        .where(_is_one_of(sequences))
        .values(leased_until=until)
        .execution_options(synchronize_session=False)
    )


def _values(event: OutboxEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in ClaimedEvent.model_fields}
