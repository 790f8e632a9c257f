"""The connection to the broker, and publishing with confirms."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError, PublishError

from shared.messaging.envelope import EventEnvelope
from shared.messaging.topology import Subscription, declare_exchange, declare_topology
from shared.metrics import MESSAGES_PUBLISHED
from shared.request_context import HEADER

CONFIRM_TIMEOUT_SECONDS = 10.0
CONNECT_TIMEOUT_SECONDS = 10.0
SHUTDOWN_TIMEOUT_SECONDS = 5.0
# A broker closes the channel over a larger one, with everything else that is under way on it.
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
# What a call ends in when the broker is away, refuses, or does not answer in time.
BROKER_ERRORS = (AMQPError, ChannelInvalidStateError, OSError)


class Unpublishable(Exception):
    """The broker is there, but this event does not get through."""


class Unroutable(Unpublishable):
    """No queue receives the event, although it has consumers."""


class Broker:
    """One connection per process, which reconnects automatically."""

    def __init__(self, url: str, exchange: str) -> None:
        self._url = url
        self._exchange_name = exchange
        self._connection: AbstractRobustConnection | None = None
        self._channel: AbstractRobustChannel | None = None
        self._exchange: AbstractExchange | None = None
        self._subscriptions: Sequence[Subscription] = ()

    async def connect(self) -> None:
        """Opens the connection and declares the exchange."""
        self._connection = await aio_pika.connect_robust(
            self._url, timeout=CONNECT_TIMEOUT_SECONDS, reconnect_interval=1
        )
        self._channel = await self.open_channel()
        self._exchange = await declare_exchange(self._channel, self._exchange_name)

    async def open_channel(self) -> AbstractRobustChannel:
        """A channel of its own, for one consumer."""
        if self._connection is None:
            raise RuntimeError("the broker is not connected")
        # Otherwise a message for a queue that is gone would be confirmed, and lost.
        return await self._connection.channel(publisher_confirms=True, on_return_raises=True)

    async def exchange_on(self, channel: AbstractRobustChannel) -> AbstractExchange:
        """The exchange of all events, as seen from that channel."""
        return await declare_exchange(channel, self._exchange_name)

    async def declare(self, subscriptions: Sequence[Subscription]) -> None:
        """Declares the queues of all consumers, so that none misses an event before it starts."""
        self._subscriptions = subscriptions
        await self.declare_again()

    async def declare_again(self) -> None:
        """Declares the queues that somebody may have deleted."""
        if self._channel is None or self._exchange is None:
            raise RuntimeError("the broker is not connected")
        await declare_topology(self._channel, self._exchange, self._subscriptions)

    async def publish(self, event: EventEnvelope) -> None:
        """Publishes and waits for the broker's confirmation; raises Unpublishable.

        Not every event has a consumer. One that has none is confirmed without being routed.
        """
        if self._exchange is None:
            raise RuntimeError("the broker is not connected")
        message = _message(event)
        try:
            await self._exchange.publish(
                message,
                event.name,
                mandatory=any(one.receives(event.name) for one in self._subscriptions),
                timeout=CONFIRM_TIMEOUT_SECONDS,
            )
        except PublishError as error:
            raise Unroutable(f"no queue receives {event.name}") from error
        MESSAGES_PUBLISHED.labels(event.name).inc()

    async def check(self) -> None:
        """Raises if the broker is unavailable."""
        if self._connection is None or not self._connection.connected.is_set():
            raise ConnectionError("the broker is away")

    async def close(self) -> None:
        """Closes the connection without waiting for a broker that hangs."""
        if self._connection is None:
            return
        with suppress(*BROKER_ERRORS):
            await asyncio.wait_for(self._connection.close(), SHUTDOWN_TIMEOUT_SECONDS)


def _message(event: EventEnvelope) -> aio_pika.Message:
    body = event.model_dump_json().encode()
    if len(body) > MAX_MESSAGE_BYTES:
        raise Unpublishable(f"{len(body)} bytes are too many for a message")
    return aio_pika.Message(
        body,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=str(event.event_id),
        type=event.name,
        headers={HEADER: event.request_id},
    )
