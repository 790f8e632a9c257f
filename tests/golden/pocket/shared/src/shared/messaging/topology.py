"""The queues of a consumer: work, delayed retries, dead letters."""

from dataclasses import dataclass

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

DEFAULT_RETRY_DELAYS = (1.0, 5.0, 30.0)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A work queue and the events that it receives. Delays are in seconds, one per retry."""

    queue: str
    events: tuple[str, ...]
    retry_delays: tuple[float, ...] = DEFAULT_RETRY_DELAYS

    def retry_queue(self, attempt: int) -> str:
        """The queue in which a message waits before its next attempt; attempts count from 1."""
        return f"{self.queue}.retry.{attempt}"

    @property
    def dead_queue(self) -> str:
        """Where messages end that nobody could handle."""
        return f"{self.queue}.dead"


async def declare_exchange(channel: AbstractChannel, name: str) -> AbstractExchange:
    """The topic exchange of all events."""
    return await channel.declare_exchange(name, ExchangeType.TOPIC, durable=True)


async def declare_subscription(
    channel: AbstractChannel, exchange: AbstractExchange, subscription: Subscription
) -> AbstractQueue:
    """The work queue, bound to its events, with its retry and dead-letter queues."""
    queue = await channel.declare_queue(subscription.queue, durable=True)
    for event in subscription.events:
        await queue.bind(exchange, routing_key=event)
    for attempt, delay in enumerate(subscription.retry_delays, 1):
        await channel.declare_queue(
            subscription.retry_queue(attempt),
            durable=True,
            arguments={
                "x-message-ttl": int(delay * 1000),
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": subscription.queue,
            },
        )
    await channel.declare_queue(subscription.dead_queue, durable=True)
    return queue
