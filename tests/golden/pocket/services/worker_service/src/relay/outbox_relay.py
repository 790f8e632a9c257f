"""Claims committed events, publishes them with confirms, then acknowledges them.

An event that was published but not acknowledged is published again after its lease: consumers tell
repeated events by their id. One that cannot be published is tried a few times, then set aside; the
later events of its aggregate wait until then, and all others go on.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import structlog

from shared.messaging.broker import BROKER_ERRORS, Unroutable
from shared.messaging.envelope import EventEnvelope
from shared.metrics import EVENTS_SET_ASIDE
from shared.outbox import CLAIM_ANSWER, NO_WAIT, ClaimedEvent
from shared.request_context import request_context
from src.relay.attempts import Attempts

BATCH = 200
# Where aio_pika's connection is between two states, it raises a RuntimeError.
OUTAGES = (*BROKER_ERRORS, RuntimeError)
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

    async def release(self, sequences: list[int], wait: timedelta = NO_WAIT) -> None:
        """Gives claimed events back; later events of their aggregates wait with them."""

    async def set_aside(self, sequences: list[int]) -> None:
        """Takes events out of the way that cannot be published."""


class Publisher(Protocol):
    """Where events are sent."""

    async def publish(self, event: EventEnvelope) -> None:
        """Returns when the broker has confirmed the event."""

    async def declare_again(self) -> None:
        """Declares the queues that somebody may have deleted."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch so far."""

    published: set[int] = field(default_factory=set)
    failed: dict[int, Exception] = field(default_factory=dict)
    outages: list[Exception] = field(default_factory=list)


class OutboxRelay:
    """Publishes events in the order of their aggregates, for as long as it runs."""

    def __init__(self, outbox: Outbox, publisher: Publisher, service: str) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._service = service
        self._attempts = Attempts()

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
        outcome = Outcome()
        try:
            async with asyncio.timeout_at(lease_ends - SETTLING.total_seconds()):
                # All at once, but for events of one aggregate.
                await asyncio.gather(*(self._publish(one, outcome) for one in _aggregates(events)))
        finally:
            async with asyncio.timeout_at(lease_ends):
                await self._settle(events, outcome)
        if outcome.outages:
            raise outcome.outages[0]
        if any(isinstance(error, Unroutable) for error in outcome.failed.values()):
            await self._publisher.declare_again()
        return len(outcome.published)

    async def _publish(self, events: list[ClaimedEvent], outcome: Outcome) -> None:
        """Publishes events of one aggregate in their order, up to the first that fails."""
        for event in events:
            try:
                await self._publish_one(event)
            except OUTAGES as error:
                outcome.outages.append(error)
                return
            except Exception as error:
                outcome.failed[event.sequence] = error
                return
            outcome.published.add(event.sequence)

    async def _publish_one(self, event: ClaimedEvent) -> None:
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

    async def _settle(self, events: list[ClaimedEvent], outcome: Outcome) -> None:
        if outcome.published:
            await self._outbox.acknowledge(sorted(outcome.published))
            self._attempts.forget(outcome.published)
        # Before the rest, so that later events of their aggregates are never free before them.
        for pause, sequences in self._pauses(events, outcome).items():
            if pause is None:
                await self._outbox.set_aside(sequences)
            else:
                await self._outbox.release(sequences, pause)
        settled = outcome.published | outcome.failed.keys()
        if rest := [event.sequence for event in events if event.sequence not in settled]:
            await self._outbox.release(rest)

    def _pauses(
        self, events: list[ClaimedEvent], outcome: Outcome
    ) -> dict[timedelta | None, list[int]]:
        """The events that failed, by how long they wait; None for those that are given up."""
        pauses = defaultdict[timedelta | None, list[int]](list)
        for event in events:
            error = outcome.failed.get(event.sequence)
            if error is not None:
                pause = self._attempts.fail(event.sequence)
                pauses[pause].append(event.sequence)
                _report(event, pause, error)
        return pauses


def _report(event: ClaimedEvent, pause: timedelta | None, error: Exception) -> None:
    entry = log.bind(event_name=event.name, event_id=str(event.event_id))
    if pause is None:
        EVENTS_SET_ASIDE.labels(event.name).inc()
        entry.error("event_set_aside", exc_info=error)
    else:
        entry.warning("event_not_published", reason=str(error), pause=pause.total_seconds())


def _aggregates(events: Iterable[ClaimedEvent]) -> list[list[ClaimedEvent]]:
    """The events by aggregate, each in their order."""
    chains = defaultdict[tuple[str, str], list[ClaimedEvent]](list)
    for event in events:
        chains[event.aggregate, event.aggregate_id].append(event)
    return list(chains.values())
