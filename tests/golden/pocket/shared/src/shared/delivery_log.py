"""Remembers which messages were sent to people, so that a repeated event does not repeat them."""

from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

REMEMBERED = timedelta(days=7)


class DeliveryLog:
    """The events whose message a provider has accepted."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def contains(self, event_id: UUID) -> bool:
        """Whether the message was sent before."""
        return bool(await self._redis.exists(_key(event_id)))

    async def add(self, event_id: UUID) -> None:
        """Notes that the message was sent."""
        await self._redis.set(_key(event_id), 1, ex=REMEMBERED)


def _key(event_id: UUID) -> str:
    return f"delivered:{event_id}"
