"""A consumer on a real broker, observed from outside."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aio_pika
from testing.servers import rabbitmq_url

from shared.identifiers import new_id
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import EventEnvelope
from shared.messaging.topology import Subscription
from shared.request_context import current_request_id

EVENT = "something.happened"
PREFETCH = 4


def event(name: str = EVENT, request_id: str = "req-1") -> EventEnvelope:
    """A new event."""
    return EventEnvelope(
        event_id=new_id(),
        name=name,
        version=1,
        occurred_at=datetime(2030, 1, 31, 12, tzinfo=UTC),
        request_id=request_id,
        actor_id=None,
        service="tests",
        data={},
    )


@dataclass(slots=True)
class Recorder:
    """A handler that fails a given number of times, and records each call."""

    fails: int = 0
    error: Exception = field(default_factory=lambda: RuntimeError("it failed"))
    events: list[EventEnvelope] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    async def handle(self, handled: EventEnvelope) -> None:
        self.events.append(handled)
        self.request_ids.append(current_request_id())
        self.times.append(time.monotonic())
        if len(self.events) <= self.fails:
            raise self.error

    async def called(self, times: int) -> None:
        """Returns when the handler was called so often."""
        async with asyncio.timeout(30):
            while len(self.events) < times:
                await asyncio.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Desk:
    """A queue of its own with its consumer."""

    broker: Broker
    subscription: Subscription
    consumer: Consumer

    async def size(self, queue: str) -> int:
        """How many messages wait in a queue."""
        channel = await self.broker.open_channel()
        declared = await channel.declare_queue(queue, passive=True)
        await channel.close()
        return declared.declaration_result.message_count or 0

    async def dead(self, count: int) -> None:
        """Returns when so many messages are in the dead-letter queue."""
        await self._until(self.subscription.dead_queue, count)

    async def waiting(self, count: int) -> None:
        """Returns when so many messages wait: a quorum queue counts a moment later."""
        await self._until(self.subscription.queue, count)

    async def _until(self, queue: str, count: int) -> None:
        async with asyncio.timeout(30):
            while await self.size(queue) != count:
                await asyncio.sleep(0.02)

    async def send(self, body: bytes) -> None:
        """Puts any bytes into the work queue."""
        channel = await self.broker.open_channel()
        message = aio_pika.Message(body)
        await channel.default_exchange.publish(message, self.subscription.queue)
        await channel.close()


@asynccontextmanager
async def desk(recorder: Recorder, *delays: float) -> AsyncIterator[Desk]:
    """A running consumer; its queues are deleted at the end."""
    name = f"test.{secrets.token_hex(4)}"
    subscription = Subscription(name, (EVENT,), delays)
    broker = Broker(rabbitmq_url(), f"{name}.events")
    await broker.connect()
    consumer = Consumer(subscription, recorder.handle, PREFETCH)
    await consumer.start(broker)
    try:
        yield Desk(broker, subscription, consumer)
    finally:
        await consumer.stop()
        await remove(broker, subscription)
        channel = await broker.open_channel()
        await channel.exchange_delete(f"{name}.events")
        await broker.close()


async def remove(broker: Broker, subscription: Subscription) -> None:
    """Deletes the queues of a subscription."""
    channel = await broker.open_channel()
    retries = [subscription.retry_queue(delay) for delay in subscription.retry_delays]
    for queue in (subscription.queue, subscription.dead_queue, *retries):
        await channel.queue_delete(queue)
    await channel.close()
