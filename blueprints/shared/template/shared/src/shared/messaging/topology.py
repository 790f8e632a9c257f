"""The queues of consumers: work, delayed retries, dead letters.

They are replicated, and a message leaves one for another only when the other one has it. Whoever
uses them declares them here, so that all declarations are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

# A message may fail for hours before somebody has to look at it.
DEFAULT_RETRY_DELAYS = (1.0, 5.0, 30.0, 300.0, 1800.0, 7200.0)
# What waits for the end of an outage does not wait much longer than that.
LONGEST_POSTPONEMENT_SECONDS = 60.0
# A message that is given back waits a second or longer, so even a day of that stays below.
DELIVERY_LIMIT = 100_000
REPLICATED: dict[str, Any] = {"x-queue-type": "quorum", "x-delivery-limit": DELIVERY_LIMIT}


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

    def receives(self, event: str) -> bool:
        """Whether an event of that name reaches the work queue."""
        return any(_matches(pattern.split("."), event.split(".")) for pattern in self.events)


async def declare_exchange(channel: AbstractChannel, name: str) -> AbstractExchange:
    """The topic exchange of all events."""
    return await channel.declare_exchange(name, ExchangeType.TOPIC, durable=True)


async def declare_topology(
    channel: AbstractChannel, exchange: AbstractExchange, subscriptions: Iterable[Subscription]
) -> None:
    """The queues of many consumers, whether these run yet or not."""
    for subscription in subscriptions:
        await declare_subscription(channel, exchange, subscription)


async def declare_subscription(
    channel: AbstractChannel, exchange: AbstractExchange, subscription: Subscription
) -> AbstractQueue:
    """The work queue, bound to its events, with its retry and dead-letter queues."""
    await declare_dead_queue(channel, subscription.queue)
    queue = await channel.declare_queue(
        subscription.queue, durable=True, arguments=_leading_to(subscription.dead_queue)
    )
    for delay in subscription.retry_delays:
        await channel.declare_queue(
            subscription.retry_queue(delay),
            durable=True,
            arguments=_leading_to(subscription.queue) | {"x-message-ttl": _milliseconds(delay)},
        )
    for event in subscription.events:
        await queue.bind(exchange, routing_key=event)
    return queue


async def declare_dead_queue(channel: AbstractChannel, queue: str) -> AbstractQueue:
    """The queue of the dead letters of a work queue."""
    return await channel.declare_queue(f"{queue}.dead", durable=True, arguments=REPLICATED)


def _leading_to(queue: str) -> dict[str, Any]:
    """The arguments of a queue whose messages move on to another one, at least once."""
    return {
        **REPLICATED,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        # Without it the broker moves messages at most once.
        "x-overflow": "reject-publish",
    }


def _matches(pattern: list[str], words: list[str]) -> bool:
    """Whether a binding of a topic exchange matches: `*` is one word, `#` any number."""
    match pattern:
        case []:
            return not words
        case ["#", *rest]:
            return any(_matches(rest, words[start:]) for start in range(len(words) + 1))
        case [word, *rest]:
            return bool(words) and word in ("*", words[0]) and _matches(rest, words[1:])
    return False


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
