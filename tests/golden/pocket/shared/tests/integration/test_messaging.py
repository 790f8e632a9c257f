"""Messages on a real broker: handled once, retried ever later, dead with a reason, replayed."""

import asyncio
import json
import time
from types import SimpleNamespace

import pytest
from pydantic import BaseModel
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import OutOfMemoryError

from shared import draining
from shared.messaging import consumer as consumer_module
from shared.messaging.broker import MAX_MESSAGE_BYTES, Broker, Unpublishable, Unroutable
from shared.messaging.consumer import Consumer, Postponed
from shared.messaging.dead_letters import list_dead, replay_dead
from shared.messaging.envelope import EventEnvelope, Poisoned
from shared.messaging.topology import Subscription
from shared.problems import DependencyFailed, DependencyRejected, DependencyUnavailable, Problem
from testing.servers import rabbitmq_url
from tests.support.broker import EVENT, PREFETCH, Recorder, desk, event, remove


async def test_event_is_handled_once_with_its_request_id() -> None:
    recorder = Recorder()
    async with desk(recorder) as at:
        sent = event(request_id="req-of-the-caller")
        await at.broker.publish(sent)
        await recorder.called(1)
    assert recorder.events == [sent]
    assert recorder.request_ids == ["req-of-the-caller"]


async def test_event_that_nobody_wants_is_confirmed() -> None:
    recorder = Recorder()
    async with desk(recorder) as at:
        await at.broker.publish(event("nobody.cares"))
        await at.broker.publish(event())
        await recorder.called(1)
    assert [received.name for received in recorder.events] == [EVENT]


async def test_consumer_takes_a_few_messages_at_a_time() -> None:
    released = asyncio.Event()

    class Holding(Recorder):
        async def handle(self, handled: EventEnvelope) -> None:
            self.events.append(handled)
            await released.wait()

    async with desk(recorder := Holding()) as at:
        for _ in range(PREFETCH + 2):
            await at.broker.publish(event())
        await recorder.called(PREFETCH)
        await at.waiting(2)
        assert len(recorder.events) == PREFETCH
        released.set()
        await recorder.called(PREFETCH + 2)


async def test_consumer_that_never_ran_misses_nothing() -> None:
    recorder = Recorder()
    async with desk(recorder) as at:
        later = Subscription(f"{at.subscription.queue}.later", (EVENT,), (0.05,))
        await at.broker.declare([at.subscription, later])
        sent = event()
        await at.broker.publish(sent)
        await recorder.called(1)
        consumer = Consumer(later, recorder.handle, prefetch=1)
        await consumer.start(at.broker)
        await recorder.called(2)
        await consumer.stop()
        await remove(at.broker, later)
    assert recorder.events == [sent, sent]


async def test_event_with_consumers_is_not_sent_while_no_queue_receives_it() -> None:
    recorder = Recorder()
    async with desk(recorder) as at:
        await at.broker.declare([at.subscription])
        await at.consumer.stop()
        channel = await at.broker.open_channel()
        await channel.queue_delete(at.subscription.queue)
        with pytest.raises(Unroutable, match=EVENT):
            await at.broker.publish(event())
        await at.broker.declare_again()
        await at.broker.publish(event())
        await at.waiting(1)


async def test_message_that_is_too_large_leaves_the_others_alone() -> None:
    recorder = Recorder()
    async with desk(recorder) as at:
        large = event().model_copy(update={"data": {"text": "x" * MAX_MESSAGE_BYTES}})
        results = await asyncio.gather(
            at.broker.publish(event()), at.broker.publish(large), return_exceptions=True
        )
        assert [type(result) for result in results] == [type(None), Unpublishable]
        await recorder.called(1)


async def test_failed_event_is_tried_again_after_growing_delays() -> None:
    recorder = Recorder(fails=2)
    async with desk(recorder, 0.2, 0.6) as at:
        await at.broker.publish(event())
        await recorder.called(3)
        assert await at.size(at.subscription.dead_queue) == 0
    first, second, third = recorder.times
    assert second - first >= 0.2
    assert third - second >= 0.6
    assert len({received.event_id for received in recorder.events}) == 1


async def test_event_is_dead_after_the_last_delay_and_says_why() -> None:
    recorder = Recorder(fails=99)
    async with desk(recorder, 0.05) as at:
        sent = event()
        await at.broker.publish(sent)
        await at.dead(1)
        lines = await list_dead(rabbitmq_url(), [at.subscription.queue])
        assert len(recorder.events) == 2
        assert lines == [
            f"{at.subscription.queue}: {sent.event_id} {EVENT}: RuntimeError: it failed"
        ]
        # Looking at dead letters leaves them where they are.
        await at.dead(1)


OUTAGES = [
    Postponed("somebody else is at it"),
    DependencyUnavailable("another_service"),
    DependencyFailed("another_service"),
    Problem(429, "TOO_MANY_REQUESTS", "later"),
    ConnectionRefusedError("nobody listens"),
    TimeoutError("no answer"),
    RedisAway("nobody listens"),
    OutOfMemoryError("it is full"),
]


@pytest.mark.parametrize("error", OUTAGES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("delays", [(0.05,), ()])
async def test_event_that_waits_for_others_comes_again_until_it_can_be_handled(
    monkeypatch: pytest.MonkeyPatch, delays: tuple[float, ...], error: Exception
) -> None:
    monkeypatch.setattr(consumer_module, "PAUSE_BEFORE_RETURN_SECONDS", 0.05)
    recorder = Recorder(fails=5, error=error)
    async with desk(recorder, *delays) as at:
        sent = event()
        await at.broker.publish(sent)
        await recorder.called(6)
        assert await at.size(at.subscription.dead_queue) == 0
    assert recorder.events == [sent] * 6


async def test_event_waits_longer_each_time_while_a_service_is_away() -> None:
    recorder = Recorder(fails=3, error=DependencyUnavailable("another_service"))
    async with desk(recorder, 0.1, 0.4) as at:
        await at.broker.publish(event())
        await recorder.called(4)
    first, second, third, fourth = recorder.times
    assert second - first >= 0.1
    assert third - second >= 0.4
    assert fourth - third >= 0.4


async def test_event_is_dead_when_a_service_stays_away_for_longer_than_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SimpleNamespace(now=1e9)
    monkeypatch.setattr(time, "time", lambda: clock.now)
    recorder = Recorder(fails=99, error=DependencyUnavailable("another_service"))
    async with desk(recorder, 0.05) as at:
        await at.broker.publish(event())
        await recorder.called(3)
        clock.now += 24 * 3600
        await recorder.called(6)
        assert await at.size(at.subscription.dead_queue) == 0
        clock.now += 3601
        await at.dead(1)


async def test_event_waits_as_long_as_it_was_asked_to() -> None:
    recorder = Recorder(fails=1, error=Postponed("too many messages", seconds=0.3))
    async with desk(recorder, 0.05, 0.4) as at:
        await at.broker.publish(event())
        await recorder.called(2)
    first, second = recorder.times
    assert second - first >= 0.4


async def test_outage_is_no_failed_attempt() -> None:
    class Ailing(Recorder):
        async def handle(self, handled: EventEnvelope) -> None:
            outage = len(self.events) % 2 == 0
            self.error = RedisAway("nobody listens") if outage else RuntimeError("it failed")
            await super().handle(handled)

    async with desk(recorder := Ailing(fails=99), 0.05, 0.1) as at:
        await at.broker.publish(event())
        await at.dead(1)
    # Three attempts failed, each after an outage.
    assert len(recorder.events) == 6


@pytest.mark.parametrize(
    "error",
    [Problem(409, "CONFLICT", "not in this state"), DependencyRejected("another_service")],
    ids=lambda error: type(error).__name__,
)
async def test_refusal_of_another_service_fails_an_attempt(error: Exception) -> None:
    recorder = Recorder(fails=99, error=error)
    async with desk(recorder, 0.05) as at:
        await at.broker.publish(event())
        await at.dead(1)
    assert len(recorder.events) == 2


class Payload(BaseModel):
    """What an event should hold."""

    secret: int


async def test_event_with_a_wrong_payload_is_dead_at_once_and_shows_no_value() -> None:
    class Reading(Recorder):
        async def handle(self, handled: EventEnvelope) -> None:
            await super().handle(handled)
            handled.payload(Payload)

    async with desk(recorder := Reading(), 0.05) as at:
        sent = event().model_copy(update={"data": {"secret": "a link"}})
        await at.broker.publish(sent)
        await at.dead(1)
        (line,) = await list_dead(rabbitmq_url(), [at.subscription.queue])
    assert "Poisoned: secret: Input should be a valid integer" in line
    assert "a link" not in line
    assert len(recorder.events) == 1


async def test_mistake_of_ours_is_no_fault_of_the_message() -> None:
    """An answer that we do not understand, say in the middle of a deploy, is tried again."""

    class Misreading(Recorder):
        async def handle(self, handled: EventEnvelope) -> None:
            self.events.append(handled)
            if len(self.events) == 1:
                Payload.model_validate({})

    async with desk(recorder := Misreading(), 0.05) as at:
        await at.broker.publish(event())
        await recorder.called(2)
        assert await at.size(at.subscription.dead_queue) == 0


async def test_delays_can_be_changed_between_two_starts() -> None:
    recorder = Recorder(fails=1)
    async with desk(recorder, 0.05, 0.1) as at:
        await at.consumer.stop()
        changed = Subscription(at.subscription.queue, (EVENT,), (0.1, 0.2, 0.05))
        consumer = Consumer(changed, recorder.handle, prefetch=1)
        await consumer.start(at.broker)
        await at.broker.publish(event())
        await recorder.called(2)
        await consumer.stop()
        channel = await at.broker.open_channel()
        await channel.queue_delete(changed.retry_queue(0.2))
    first, second = recorder.times
    assert second - first >= 0.1


async def test_poisoned_event_is_dead_at_once() -> None:
    recorder = Recorder(fails=1, error=Poisoned("it makes no sense"))
    async with desk(recorder, 0.05) as at:
        await at.broker.publish(event())
        await at.dead(1)
    assert len(recorder.events) == 1


@pytest.mark.parametrize(
    ("body", "name"),
    [(b"no json", "malformed"), (b"[]", "malformed"), (json.dumps({"name": "x"}).encode(), "x")],
)
async def test_message_that_is_no_event_is_dead_at_once(body: bytes, name: str) -> None:
    recorder = Recorder()
    async with desk(recorder, 0.05) as at:
        await at.send(body)
        await at.dead(1)
        (line,) = await list_dead(rabbitmq_url(), [at.subscription.queue])
        assert f" {name}: Poisoned" in line
    assert recorder.events == []


async def test_replayed_event_is_handled_with_all_its_attempts() -> None:
    recorder = Recorder(fails=3)
    async with desk(recorder, 0.05) as at:
        await at.broker.publish(event())
        await at.dead(1)
        assert await replay_dead(rabbitmq_url(), [at.subscription.queue]) == 1
        await recorder.called(4)
        assert await at.size(at.subscription.dead_queue) == 0
    assert len({received.event_id for received in recorder.events}) == 1


async def test_consumer_finishes_what_it_has_in_hand_before_it_stops() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    class Slow(Recorder):
        async def handle(self, handled: object) -> None:  # noqa: ARG002
            begun.set()
            await asyncio.sleep(0.3)
            done.set()

    async with desk(Slow()) as at:
        await at.broker.publish(event())
        await begun.wait()
        await at.consumer.stop()
        assert done.is_set()


async def test_message_that_takes_too_long_does_not_hold_the_end_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draining, "DRAIN_SECONDS", 0.1)
    begun = asyncio.Event()
    ended: list[type[BaseException]] = []

    class Stuck(Recorder):
        async def handle(self, handled: object) -> None:  # noqa: ARG002
            begun.set()
            try:
                await asyncio.Event().wait()
            except BaseException as error:
                ended.append(type(error))
                raise

    async with desk(Stuck()) as at:
        await at.broker.publish(event())
        await begun.wait()
        await asyncio.wait_for(at.consumer.stop(), 30)
        assert ended == [asyncio.CancelledError]
        await at.waiting(1)


async def test_unfinished_message_is_delivered_again() -> None:
    """A consumer whose connection breaks has acknowledged nothing."""
    recorder = Recorder()
    stuck = asyncio.Event()
    async with desk(recorder) as at:
        await at.consumer.stop()

        async def hang(_: object) -> None:
            stuck.set()
            await asyncio.Event().wait()

        dying = Broker(rabbitmq_url(), f"{at.subscription.queue}.events")
        await dying.connect()
        await Consumer(at.subscription, hang, prefetch=1).start(dying)
        sent = event()
        await at.broker.publish(sent)
        await stuck.wait()
        await dying.close()
        survivor = Consumer(at.subscription, recorder.handle, prefetch=1)
        await survivor.start(at.broker)
        await recorder.called(1)
        await survivor.stop()
    assert recorder.events == [sent]


async def test_broker_tells_whether_it_is_there() -> None:
    broker = Broker(rabbitmq_url(), "test.events")
    with pytest.raises(ConnectionError):
        await broker.check()
    for use in (broker.open_channel(), broker.declare([]), broker.publish(event())):
        with pytest.raises(RuntimeError):
            await use
    await broker.close()


async def test_consumer_that_was_not_started_stops_at_once() -> None:
    consumer = Consumer(Subscription("test.never", (EVENT,)), Recorder().handle, prefetch=1)
    await asyncio.wait_for(consumer.stop(), 30)
