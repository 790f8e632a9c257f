"""Committed events are published in order; none is lost, and none holds others up."""

import asyncio
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from shared.identifiers import new_id
from shared.messaging.broker import Unpublishable, Unroutable
from shared.messaging.envelope import EventEnvelope
from shared.outbox import NO_WAIT, ClaimedEvent
from src.relay import outbox_relay
from src.relay.attempts import PAUSES
from src.relay.outbox_relay import OutboxRelay
from tests.support.events import NOON
from tests.support.passing_time import let_time_pass


def claimed(sequence: int, aggregate_id: str = "1") -> ClaimedEvent:
    return ClaimedEvent(
        sequence=sequence,
        event_id=new_id(),
        name=f"event-{sequence}",
        version=1,
        aggregate="thing",
        aggregate_id=aggregate_id,
        occurred_at=NOON,
        request_id="req-1",
        actor_id=None,
        data={"sequence": sequence},
    )


class Outbox:
    """Hands its events out once."""

    def __init__(self, *events: ClaimedEvent) -> None:
        self._events = list(events)
        self.acknowledged: list[int] = []
        self.released: list[int] = []
        self.waits: list[timedelta] = []
        self.given_up: list[int] = []

    async def claim(self, limit: int, lease: timedelta, wait: timedelta) -> list[ClaimedEvent]:  # noqa: ARG002
        events, self._events = self._events, []
        return events

    def put(self, event: ClaimedEvent) -> None:
        self._events.append(event)

    async def acknowledge(self, sequences: list[int]) -> None:
        self.acknowledged += sequences

    async def release(self, sequences: list[int], wait: timedelta = NO_WAIT) -> None:
        self.released += sequences
        self.waits += [wait] * len(sequences)

    async def set_aside(self, sequences: list[int]) -> None:
        self.given_up += sequences


class Publisher:
    """A broker that goes away, or hangs, before the event of a name, if told so."""

    def __init__(self, outbox: Outbox, away_before: str = "", hangs_before: str = "") -> None:
        self._outbox = outbox
        self._away_before = away_before
        self.outage: Exception = ConnectionError("the broker is away")
        self._hangs_before = hangs_before
        self.refused: dict[str, Exception] = {}
        self.published: list[EventEnvelope] = []
        self.declared = 0

    async def publish(self, event: EventEnvelope) -> None:
        if event.name == self._away_before:
            raise self.outage
        if event.name == self._hangs_before:
            await asyncio.Event().wait()
        if event.name in self.refused:
            raise self.refused[event.name]
        assert self._outbox.acknowledged == [], "an event is acknowledged after its publication"
        self.published.append(event)

    async def declare_again(self) -> None:
        self.declared += 1


async def test_events_are_published_in_order_then_acknowledged() -> None:
    outbox = Outbox(claimed(1), claimed(2))
    publisher = Publisher(outbox)
    assert await OutboxRelay(outbox, publisher, "worker").relay_once(NO_WAIT) == 2
    assert [event.name for event in publisher.published] == ["event-1", "event-2"]
    assert [event.request_id for event in publisher.published] == ["req-1", "req-1"]
    assert (outbox.acknowledged, outbox.released) == ([1, 2], [])


async def test_events_are_given_back_when_the_broker_is_away() -> None:
    outbox = Outbox(claimed(1), claimed(2), claimed(3))
    publisher = Publisher(outbox, away_before="event-2")
    with pytest.raises(ConnectionError):
        await OutboxRelay(outbox, publisher, "worker").relay_once(NO_WAIT)
    assert [event.name for event in publisher.published] == ["event-1"]
    assert (outbox.acknowledged, outbox.released) == ([1], [2, 3])


async def test_events_of_a_batch_are_on_their_way_at_the_same_time() -> None:
    """Each waits for the confirmation of the others: one by one they would wait for ever."""
    outbox = Outbox(*(claimed(number, str(number)) for number in range(20)))
    all_sent = asyncio.Barrier(20)

    class Confirming(Publisher):
        async def publish(self, event: EventEnvelope) -> None:
            await all_sent.wait()
            await super().publish(event)

    relay = OutboxRelay(outbox, Confirming(outbox), "worker")
    assert await asyncio.wait_for(relay.relay_once(NO_WAIT), 30) == 20


async def test_event_of_an_aggregate_is_sent_after_the_confirmation_of_the_one_before() -> None:
    outbox = Outbox(claimed(1), claimed(2))
    confirmed: list[str] = []

    class Slow(Publisher):
        async def publish(self, event: EventEnvelope) -> None:
            assert len(confirmed) == len(self.published)
            await super().publish(event)
            await asyncio.sleep(0.01)
            confirmed.append(event.name)

    assert await OutboxRelay(outbox, Slow(outbox), "worker").relay_once(NO_WAIT) == 2
    assert confirmed == ["event-1", "event-2"]


async def test_event_that_fails_holds_only_its_aggregate_up() -> None:
    outbox = Outbox(claimed(1), claimed(2), claimed(3, "another"))
    publisher = Publisher(outbox)
    publisher.refused["event-1"] = Unpublishable("too large")
    assert await OutboxRelay(outbox, publisher, "worker").relay_once(NO_WAIT) == 1
    assert [event.name for event in publisher.published] == ["event-3"]
    assert (outbox.acknowledged, outbox.released) == ([3], [1, 2])
    assert outbox.waits == [timedelta(seconds=1), NO_WAIT]


async def test_event_that_keeps_failing_is_set_aside_and_counted() -> None:
    event = claimed(1)
    outbox = Outbox()
    publisher = Publisher(outbox)
    publisher.refused[event.name] = ValueError("whatever it is")
    relay = OutboxRelay(outbox, publisher, "worker")
    for _ in range(len(PAUSES) + 1):
        assert outbox.given_up == []
        outbox.put(event)
        await relay.relay_once(NO_WAIT)
    assert outbox.given_up == [1]
    assert outbox.waits == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    labels = {"event": event.name}
    assert REGISTRY.get_sample_value("events_set_aside_total", labels) == 1


@pytest.mark.parametrize(
    "outage", [ConnectionError("away"), TimeoutError("hangs"), RuntimeError("not ready")]
)
async def test_outage_is_no_failed_attempt(outage: Exception) -> None:
    outbox = Outbox()
    publisher = Publisher(outbox, away_before="event-1")
    publisher.outage = outage
    relay = OutboxRelay(outbox, publisher, "worker")
    for _ in range(len(PAUSES) + 2):
        outbox.put(claimed(1))
        with pytest.raises(type(outage)):
            await relay.relay_once(NO_WAIT)
    assert (outbox.given_up, set(outbox.waits)) == ([], {NO_WAIT})


async def test_queues_are_declared_again_when_an_event_comes_back() -> None:
    outbox = Outbox(claimed(1))
    publisher = Publisher(outbox)
    publisher.refused["event-1"] = Unroutable("no queue")
    await OutboxRelay(outbox, publisher, "worker").relay_once(NO_WAIT)
    assert (outbox.acknowledged, outbox.released, publisher.declared) == ([], [1], 1)


async def test_batch_ends_before_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long each event takes: after the lease another relay sends what is left."""
    let_time_pass(monkeypatch)
    monkeypatch.setattr(outbox_relay, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(outbox_relay, "SETTLING", timedelta(seconds=0.2))
    outbox = Outbox(claimed(1), claimed(2), claimed(3))
    publisher = Publisher(outbox, hangs_before="event-2")
    relay = OutboxRelay(outbox, publisher, "worker")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(relay.relay_once(NO_WAIT), 30)
    assert [event.name for event in publisher.published] == ["event-1"]
    assert (outbox.acknowledged, outbox.released) == ([1], [2, 3])


async def test_nothing_is_sent_when_the_claim_was_answered_too_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_time_pass(monkeypatch)
    monkeypatch.setattr(outbox_relay, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(outbox_relay, "SETTLING", timedelta(seconds=0.2))

    class Slow(Outbox):
        async def claim(self, limit: int, lease: timedelta, wait: timedelta) -> list[ClaimedEvent]:
            await asyncio.sleep(0.15)
            return await super().claim(limit, lease, wait)

    outbox = Slow(claimed(1))
    publisher = Publisher(outbox, hangs_before="event-1")
    with pytest.raises(TimeoutError):
        await OutboxRelay(outbox, publisher, "worker").relay_once(NO_WAIT)
    assert (publisher.published, outbox.acknowledged, outbox.released) == ([], [], [1])


async def test_relay_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_relay, "PAUSE_AFTER_FAILURE_SECONDS", 0.0)
    attempts = asyncio.Queue[None]()

    class Failing(Outbox):
        async def claim(self, *_: object) -> list[ClaimedEvent]:
            attempts.put_nowait(None)
            raise ConnectionError("the data service is away")

    outbox = Failing()
    running = asyncio.create_task(OutboxRelay(outbox, Publisher(outbox), "worker").run())
    for _ in range(3):
        await asyncio.wait_for(attempts.get(), 30)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
