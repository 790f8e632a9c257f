"""Remembers which messages were sent to people, so that a repeated event does not repeat them."""

from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

REMEMBERED = timedelta(days=7)
# Longer than a provider takes, and shorter than all retries of a message take together.
RESERVED = timedelta(seconds=30)
SENDING = b"sending"
SENT = b"sent"


class DeliveryInProgress(Exception):
    """Another copy of the message is being sent; whether it arrives is not known yet."""


class DeliveryLog:
    """The events whose message is being sent, or was accepted by a provider."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def reserve(self, event_id: UUID) -> bool:
        """Whether the caller is to send the message; False if it was sent before.

        Raises DeliveryInProgress while somebody else has reserved it.
        """
        if await self._redis.set(_key(event_id), SENDING, nx=True, ex=RESERVED):
            return True
        if await self._redis.get(_key(event_id)) == SENT:
            return False
        raise DeliveryInProgress(str(event_id))

    async def confirm(self, event_id: UUID) -> None:
        """Notes that the message was sent."""
        await self._redis.set(_key(event_id), SENT, ex=REMEMBERED)

    async def release(self, event_id: UUID) -> None:
        """Gives up a reservation whose message was not sent."""
        await self._redis.delete(_key(event_id))


def _key(event_id: UUID) -> str:
    return f"delivered:{event_id}"
