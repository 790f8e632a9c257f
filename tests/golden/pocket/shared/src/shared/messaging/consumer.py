"""Handling of messages: acknowledged when done, retried later when not, dead after the last try.

What a message needs may be away: then it is postponed, which is no failed attempt. A message that
no repetition helps is dead at once.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aio_pika
import structlog
from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel, HeadersType
from pydantic import ValidationError
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimedOut

from shared.draining import drained
from shared.messaging.broker import (
    BROKER_ERRORS,
    CONFIRM_TIMEOUT_SECONDS,
    SHUTDOWN_TIMEOUT_SECONDS,
    Broker,
)
from shared.messaging.envelope import EventEnvelope, Poisoned, reasons
from shared.messaging.topology import Subscription, declare_subscription
from shared.metrics import MESSAGES_CONSUMED
from shared.problems import DependencyRejected, Problem
from shared.request_context import HEADER, request_context

ATTEMPT_HEADER = "x-attempt"
ERROR_HEADER = "x-error"
POSTPONED_HEADER = "x-postponed"
POSTPONED_SINCE_HEADER = "x-postponed-since"
MAX_ERROR_LENGTH = 500
PAUSE_BEFORE_RETURN_SECONDS = 1.0
# More than a day; what lasts longer is no outage, and somebody has to look at it.
MAX_OUTAGE_SECONDS = 25 * 3600
# What ends a message's handling while something that it needs is away; it passes by itself.
OUTAGES = (ConnectionError, TimeoutError, RedisAway, RedisTimedOut, ReadOnlyError, OutOfMemoryError)
TRY_LATER = frozenset({408, 425, 429})

log = structlog.get_logger()

type Handler = Callable[[EventEnvelope], Awaitable[None]]


class Postponed(Exception):
    """The message cannot be handled yet, through no fault of its own; this is no failed attempt.

    `seconds` says how long it has to wait at least, if that is known.
    """

    def __init__(self, reason: str = "", seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Consumer:
    """Feeds the messages of one subscription to a handler, a few at a time."""

    def __init__(self, subscription: Subscription, handler: Handler, prefetch: int) -> None:
        self._subscription = subscription
        self._handler = handler
        self._prefetch = prefetch
        self._channel: AbstractRobustChannel | None = None
        self._cancel: Callable[[], Awaitable[object]] | None = None
        self._working: set[asyncio.Task[None]] = set()

    async def start(self, broker: Broker) -> None:
        """Declares the queues and begins to consume."""
        self._channel = await broker.open_channel()
        await self._channel.set_qos(prefetch_count=self._prefetch)
        exchange = await broker.exchange_on(self._channel)
        queue = await declare_subscription(self._channel, exchange, self._subscription)
        tag = await queue.consume(self._receive)

        async def cancel() -> None:
            await queue.cancel(tag)

        self._cancel = cancel

    async def stop(self) -> None:
        """Accepts no further messages and drains those in flight; a second call does nothing.

        A message whose handling took too long stays unacknowledged, so it is delivered again.
        """
        if self._channel is None or self._cancel is None:
            return
        cancel, self._cancel = self._cancel, None
        await _in_time(cancel())
        await drained(self._working)
        await _in_time(self._channel.close())

    async def _receive(self, message: AbstractIncomingMessage) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        await self.handle(message)

    async def handle(self, message: AbstractIncomingMessage) -> None:
        """Handles one message; it is acknowledged when its fate is safe, and given back if not."""
        header = message.headers.get(HEADER)
        with request_context(header if isinstance(header, str) else None):
            try:
                outcome = await self._outcome(message)
                await message.ack()
            except (*BROKER_ERRORS, *OUTAGES, Problem, Postponed) as error:
                await self._give_back(message, error)
                outcome = "given_back"
            MESSAGES_CONSUMED.labels(self._subscription.queue, outcome).inc()

    async def _outcome(self, message: AbstractIncomingMessage) -> str:
        try:
            event = _event_of(message)
            await self._handler(event)
        except Poisoned as error:
            await self._dead_letter(message, error)
            return "dead"
        except Postponed as reason:
            return await self._postpone(message, reason, reason.seconds)
        except Exception as error:
            if is_outage(error):
                return await self._postpone(message, error, None)
            return await self._retry(message, error)
        log.info("event_handled", queue=self._subscription.queue, event_name=event.name)
        return "handled"

    async def _retry(self, message: AbstractIncomingMessage, error: Exception) -> str:
        attempt = _count(message.headers, ATTEMPT_HEADER, 1)
        if attempt > len(self._subscription.retry_delays):
            await self._dead_letter(message, error)
            return "dead"
        log.warning(
            "event_retried", queue=self._subscription.queue, attempt=attempt, exc_info=error
        )
        delay = self._subscription.retry_delays[attempt - 1]
        # An attempt that failed by itself ends the outage: the next one counts from its own begin.
        await self._forward(
            message,
            self._subscription.retry_queue(delay),
            {ATTEMPT_HEADER: attempt + 1, POSTPONED_HEADER: None, POSTPONED_SINCE_HEADER: None},
        )
        return "retried"

    async def _postpone(
        self, message: AbstractIncomingMessage, reason: Exception, asked: float | None
    ) -> str:
        if not self._subscription.retry_delays:
            raise reason
        times = _count(message.headers, POSTPONED_HEADER, 0)
        now = int(time.time())
        since = _count(message.headers, POSTPONED_SINCE_HEADER, now)
        if now - since > MAX_OUTAGE_SECONDS:
            await self._dead_letter(message, reason)
            return "dead"
        log.info("event_postponed", queue=self._subscription.queue, reason=str(reason))
        delay = self._subscription.postponement(times, asked)
        await self._forward(
            message,
            self._subscription.retry_queue(delay),
            {POSTPONED_HEADER: times + 1, POSTPONED_SINCE_HEADER: since},
        )
        return "postponed"

    async def _give_back(self, message: AbstractIncomingMessage, error: Exception) -> None:
        log.warning("event_given_back", queue=self._subscription.queue, error=type(error).__name__)
        await asyncio.sleep(PAUSE_BEFORE_RETURN_SECONDS)
        # A channel that is gone has given its messages back already.
        with suppress(*BROKER_ERRORS):
            await message.nack(requeue=True)

    async def _dead_letter(self, message: AbstractIncomingMessage, error: Exception) -> None:
        log.error("event_dead_lettered", queue=self._subscription.queue, exc_info=error)
        reason = f"{type(error).__name__}: {error}"[:MAX_ERROR_LENGTH]
        await self._forward(message, self._subscription.dead_queue, {ERROR_HEADER: reason})

    async def _forward(
        self, message: AbstractIncomingMessage, queue: str, headers: HeadersType
    ) -> None:
        if self._channel is None:
            raise RuntimeError("the consumer was not started")
        copy = aio_pika.Message(
            message.body,
            content_type=message.content_type,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            message_id=message.message_id,
            type=message.type,
            headers={
                name: value
                for name, value in {**message.headers, **headers}.items()
                if value is not None
            },
        )
        await self._channel.default_exchange.publish(copy, queue, timeout=CONFIRM_TIMEOUT_SECONDS)


def is_outage(error: Exception) -> bool:
    """Whether the error passes by itself: something is away, full, starting or stopping."""
    if isinstance(error, DependencyRejected):
        return False
    if isinstance(error, Problem):
        return error.status >= 500 or error.status in TRY_LATER
    return isinstance(error, OUTAGES)


def _event_of(message: AbstractIncomingMessage) -> EventEnvelope:
    try:
        return EventEnvelope.model_validate_json(message.body)
    except ValidationError as error:
        raise Poisoned(reasons(error)) from None


async def _in_time(request: Awaitable[object]) -> None:
    # A broker that is away hears none, and holds nobody up.
    with suppress(*BROKER_ERRORS):
        await asyncio.wait_for(request, SHUTDOWN_TIMEOUT_SECONDS)


def _count(headers: HeadersType, name: str, start: int) -> int:
    value = headers.get(name, start)
    return value if isinstance(value, int) else start


def describe_dead_letter(message: AbstractIncomingMessage) -> str:
    """One line about a message in a dead-letter queue."""
    try:
        name = json.loads(message.body).get("name", "unknown")
    except (ValueError, AttributeError):
        name = "malformed"
    reason = str(message.headers.get(ERROR_HEADER, "no reason"))
    return f"{message.message_id} {name}: {reason}"
