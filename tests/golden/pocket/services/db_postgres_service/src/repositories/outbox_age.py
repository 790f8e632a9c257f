"""How far the relays are behind, and what they gave up, for Prometheus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from prometheus_client import Gauge
from sqlalchemy import func, select

from src.core.database import Sessions
from src.models.machinery import OutboxEvent
from src.repositories.outbox import SET_ASIDE

WATCH_SECONDS = 15.0
OUTBOX_AGE = Gauge("outbox_oldest_event_age_seconds", "Age of the oldest event in the outbox.")
SET_ASIDE_EVENTS = Gauge("outbox_events_set_aside", "Events that relays gave up.")

log = structlog.get_logger()


class OutboxAge:
    """Measures the age of the oldest waiting event, which reveals stalled relays."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @asynccontextmanager
    async def measuring(self) -> AsyncIterator[None]:
        """Measures for as long as the block runs."""
        task = asyncio.create_task(self._measure_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _measure_for_ever(self) -> None:
        while True:
            try:
                await self.measure()
            except Exception as error:
                log.warning("outbox_age_unknown", error=type(error).__name__)
            await asyncio.sleep(WATCH_SECONDS)

    async def measure(self) -> None:
        """Sets the metrics; the age is zero while no event waits."""
        age = func.extract("epoch", func.now() - OutboxEvent.occurred_at)
        is_set_aside = OutboxEvent.leased_until == SET_ASIDE
        waits = OutboxEvent.leased_until.is_distinct_from(SET_ASIDE)
        oldest = select(age).where(waits).order_by(OutboxEvent.sequence).limit(1)
        given_up = select(func.count()).select_from(OutboxEvent).where(is_set_aside)
        async with self._sessions.reading() as session:
            OUTBOX_AGE.set(await session.scalar(oldest) or 0)
            SET_ASIDE_EVENTS.set(await session.scalar(given_up) or 0)
