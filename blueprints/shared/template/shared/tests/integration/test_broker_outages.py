"""No message is lost or stuck when the broker hangs, or when a queue is not there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from prometheus_client import REGISTRY

from shared.messaging import broker as broker_module
from shared.messaging import consumer as consumer_module
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer, Handler
from shared.messaging.dead_letters import replay_dead
from shared.messaging.envelope import EventEnvelope
from testing.servers import rabbitmq_url
from tests.support.broker import Desk, Recorder, desk, event
from tests.support.stalling import StallingWay, stalling_way

PATIENCE_SECONDS = 20


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "CONFIRM_TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(consumer_module, "PAUSE_BEFORE_RETURN_SECONDS", 0.05)


@asynccontextmanager
async def consuming(at: Desk, way: StallingWay, handler: Handler) -> AsyncIterator[Consumer]:
    """A consumer of the desk's queue that reaches the broker by the way, alone."""
    await at.consumer.stop()
    broker = Broker(way.url, f"{at.subscription.queue}.events")
    await broker.connect()
    consumer = Consumer(at.subscription, handler, prefetch=1)
    await consumer.start(broker)
    try:
        yield consumer
    finally:
        way.go_on()
        await consumer.stop()
        await broker.close()


async def given_back(at: Desk) -> None:
    """Returns when a message of the desk was given back."""
    labels = {"queue": at.subscription.queue, "outcome": "given_back"}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not REGISTRY.get_sample_value("messages_consumed_total", labels):
            await asyncio.sleep(0.02)


async def test_publishing_to_a_broker_that_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk(Recorder()) as at, stalling_way(rabbitmq_url()) as way:
        broker = Broker(way.url, f"{at.subscription.queue}.events")
        await broker.connect()
        way.stall()
        for wait in ("CONFIRM_TIMEOUT_SECONDS", "SHUTDOWN_TIMEOUT_SECONDS"):
            monkeypatch.setattr(broker_module, wait, 0.3)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(broker.publish(event()), PATIENCE_SECONDS)
        await asyncio.wait_for(broker.close(), PATIENCE_SECONDS)


async def test_message_comes_again_when_its_retry_is_not_confirmed() -> None:
    recorder = Recorder(fails=1)
    async with desk(recorder, 0.05) as at, stalling_way(rabbitmq_url()) as way:

        async def handle(handled: EventEnvelope) -> None:
            if not recorder.events:
                way.stall()
            await recorder.handle(handled)

        async with consuming(at, way, handle):
            await at.broker.publish(event())
            await given_back(at)
            way.go_on()
            await recorder.called(2)


async def test_message_comes_again_when_the_queue_of_its_retry_is_gone() -> None:
    recorder = Recorder(fails=1)
    async with desk(recorder, 0.05) as at:
        channel = await at.broker.open_channel()
        await channel.queue_delete(at.subscription.retry_queue(0.05))
        sent = event()
        await at.broker.publish(sent)
        await recorder.called(2)
    assert recorder.events == [sent, sent]


async def test_consumer_of_a_broker_that_hangs_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    async with (
        desk(recorder) as at,
        stalling_way(rabbitmq_url()) as way,
        consuming(at, way, recorder.handle) as consumer,
    ):
        way.stall()
        with monkeypatch.context() as patch:
            patch.setattr(consumer_module, "SHUTDOWN_TIMEOUT_SECONDS", 0.3)
            await asyncio.wait_for(consumer.stop(), PATIENCE_SECONDS)


async def test_dead_letter_stays_when_its_work_queue_is_gone() -> None:
    recorder = Recorder(fails=1)
    async with desk(recorder) as at:
        await at.broker.publish(event())
        await at.dead(1)
        await at.consumer.stop()
        channel = await at.broker.open_channel()
        await channel.queue_delete(at.subscription.queue)
        with pytest.raises(broker_module.BROKER_ERRORS):
            await replay_dead(rabbitmq_url(), [at.subscription.queue])
        await at.dead(1)
