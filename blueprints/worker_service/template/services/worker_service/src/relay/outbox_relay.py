"""Claims committed events, publishes them with confirms, then acknowledges them.

An event that was published but not acknowledged is published again after its lease: consumers tell
repeated events by their id.
"""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog
from shared.messaging.envelope import EventEnvelope
from shared.outbox import CLAIM_ANSWER, ClaimedEvent
from shared.request_context import request_context

BATCH = 50
LONG_POLL = timedelta(seconds=5)
PUBLISHING = timedelta(seconds=5)
SETTLING = timedelta(seconds=5)
# Covers all work on a batch, measured from the request: no other relay sends the same meanwhile.
LEASE = LONG_POLL + CLAIM_ANSWER + PUBLISHING + SETTLING
PAUSE_AFTER_FAILURE_SECONDS = 1.0

log = structlog.get_logger()


class Outbox(Protocol):
    """Where committed events wait."""

    async def claim(self, limit: int, lease: timedelta, wait: timedelta) -> list[ClaimedEvent]:
        """Events that no other relay publishes."""

    async def acknowledge(self, sequences: list[int]) -> None:
        """Removes published events."""

    async def release(self, sequences: list[int]) -> None:
        """Gives claimed events back."""


class Publisher(Protocol):
    """Where events are sent."""

    async def publish(self, event: EventEnvelope) -> None:
        """Returns when the broker has confirmed the event."""


class OutboxRelay:
    """Publishes events in the order of the outbox, for as long as it runs."""

    def __init__(self, outbox: Outbox, publisher: Publisher, service: str) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._service = service

    async def run(self) -> None:
        """Relays until it is cancelled; failures are logged and tried again."""
        while True:
            try:
                await self.relay_once(LONG_POLL)
            except Exception as error:
                log.warning("relay_failed", error=type(error).__name__, reason=str(error))
                await asyncio.sleep(PAUSE_AFTER_FAILURE_SECONDS)

    async def relay_once(self, wait: timedelta) -> int:
        """Publishes one batch; returns the number of events.

        What a slow broker does not confirm in time is given back, and raises TimeoutError.
        """
        lease_ends = asyncio.get_running_loop().time() + LEASE.total_seconds()
        events = await self._outbox.claim(BATCH, LEASE, wait)
        published: list[int] = []
        try:
            async with asyncio.timeout_at(lease_ends - SETTLING.total_seconds()):
                for event in events:
                    await self._publish(event)
                    published.append(event.sequence)
        finally:
            async with asyncio.timeout_at(lease_ends):
                await self._settle(events, published)
        return len(published)

    async def _publish(self, event: ClaimedEvent) -> None:
        with request_context(event.request_id):
            envelope = EventEnvelope(
                event_id=event.event_id,
                name=event.name,
                version=event.version,
                occurred_at=event.occurred_at,
                request_id=event.request_id,
                actor_id=event.actor_id,
                service=self._service,
                data=event.data,
            )
            await self._publisher.publish(envelope)
            log.info("event_published", event_name=event.name, event_id=str(event.event_id))

    async def _settle(self, events: list[ClaimedEvent], published: list[int]) -> None:
        rest = [event.sequence for event in events if event.sequence not in set(published)]
        if published:
            await self._outbox.acknowledge(published)
        if rest:
            await self._outbox.release(rest)
