"""Looks at dead-letter queues, and puts their messages back to work."""

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from shared.messaging.broker import CONFIRM_TIMEOUT_SECONDS, CONNECT_TIMEOUT_SECONDS
from shared.messaging.consumer import (
    ATTEMPT_HEADER,
    ERROR_HEADER,
    POSTPONED_HEADER,
    POSTPONED_SINCE_HEADER,
    describe_dead_letter,
)
from shared.messaging.topology import declare_dead_queue


async def list_dead(url: str, queues: list[str]) -> list[str]:
    """A line for each dead message; the messages stay where they are."""
    lines = []
    async with await aio_pika.connect(url, timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        for name in queues:
            channel = await connection.channel()
            queue = await declare_dead_queue(channel, name)
            while (message := await queue.get(fail=False)) is not None:
                lines.append(f"{name}: {describe_dead_letter(message)}")
            # Closing the channel returns what was looked at.
            await channel.close()
    return lines


async def replay_dead(url: str, queues: list[str]) -> int:
    """Moves every dead letter back to its work queue; returns their number."""
    replayed = 0
    async with await aio_pika.connect(url, timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        for name in queues:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            queue = await declare_dead_queue(channel, name)
            # Only those that are here now: one that fails again at once comes back to this queue.
            for _ in range(queue.declaration_result.message_count or 0):
                message = await queue.get(fail=False)
                if message is None:
                    break
                await channel.default_exchange.publish(
                    _fresh(message), name, timeout=CONFIRM_TIMEOUT_SECONDS
                )
                await message.ack()
                replayed += 1
    return replayed


def _fresh(message: AbstractIncomingMessage) -> aio_pika.Message:
    dropped = (ATTEMPT_HEADER, ERROR_HEADER, POSTPONED_HEADER, POSTPONED_SINCE_HEADER)
    return aio_pika.Message(
        message.body,
        content_type=message.content_type,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=message.message_id,
        type=message.type,
        headers={key: value for key, value in message.headers.items() if key not in dropped},
    )
