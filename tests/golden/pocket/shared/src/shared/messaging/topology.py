"""The queues of a consumer: work, delayed retries, dead letters."""

from dataclasses import dataclass

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

# A message may fail for hours before somebody has to look at it.
DEFAULT_RETRY_DELAYS = (1.0, 5.0, 30.0, 300.0, 1800.0, 7200.0)
# What waits for the end of an outage does not wait much longer than that.
LONGEST_POSTPONEMENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """A work queue and the events that it receives. Delays are in seconds, one per retry."""

    queue: str
    events: tuple[str, ...]
    retry_delays: tuple[float, ...] = DEFAULT_RETRY_DELAYS

    def retry_queue(self, delay: float) -> str:
        """The queue in which a message waits so long.

        The delay of a queue cannot be changed once it is declared, so it is part of its name.
        """
        return f"{self.queue}.retry.{_milliseconds(delay)}"

    def postponement(self, times: int, asked: float | None) -> float:
        """The delay of a message that was postponed so many times before; it grows up to a limit.

        It is at least as long as was asked for, if there is such a delay.
        """
        delays = sorted(self.retry_delays)
        if asked is not None:
            return next((delay for delay in delays if delay >= asked), delays[-1])
        short = [delay for delay in delays if delay <= LONGEST_POSTPONEMENT_SECONDS] or delays[:1]
        return short[min(times, len(short) - 1)]

    @property
    def dead_queue(self) -> str:
        """The queue of messages that could not be handled."""
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
    for delay in subscription.retry_delays:
        await channel.declare_queue(
            subscription.retry_queue(delay),
            durable=True,
            arguments={
                "x-message-ttl": _milliseconds(delay),
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": subscription.queue,
            },
        )
    await channel.declare_queue(subscription.dead_queue, durable=True)
    return queue


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
