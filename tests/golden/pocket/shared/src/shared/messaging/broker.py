"""The connection to the broker, and publishing with confirms."""

import asyncio
from contextlib import suppress

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError

from shared.messaging.envelope import EventEnvelope
from shared.messaging.topology import declare_exchange
from shared.metrics import MESSAGES_PUBLISHED
from shared.request_context import HEADER

CONFIRM_TIMEOUT_SECONDS = 10.0
CONNECT_TIMEOUT_SECONDS = 10.0
SHUTDOWN_TIMEOUT_SECONDS = 5.0
# What a call ends in when the broker is away, refuses, or does not answer in time.
BROKER_ERRORS = (AMQPError, ChannelInvalidStateError, OSError)


class Broker:
    """One connection per process, which reconnects automatically."""

    def __init__(self, url: str, exchange: str) -> None:
        self._url = url
        self._exchange_name = exchange
        self._connection: AbstractRobustConnection | None = None
        self._channel: AbstractRobustChannel | None = None
        self._exchange: AbstractExchange | None = None

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

    async def publish(self, event: EventEnvelope) -> None:
        """Publishes and waits for the broker's confirmation.

        An event that no queue is bound for is confirmed, too: not every event has a consumer.
        """
        if self._exchange is None:
            raise RuntimeError("the broker is not connected")
        message = aio_pika.Message(
            event.model_dump_json().encode(),
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            message_id=str(event.event_id),
            type=event.name,
            headers={HEADER: event.request_id},
        )
        await self._exchange.publish(
            message, event.name, mandatory=False, timeout=CONFIRM_TIMEOUT_SECONDS
        )
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
