"""Which link of an account for one purpose is the newest one, kept in Redis."""

from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

PREFIX = "link"


class NewestLinks:
    """A newer link ends the older ones.

    Identifiers are ordered by the time at which they were made, so that a message that was sent
    late ends nothing newer. If Redis forgets, the signature and the account decide alone.
    """

    def __init__(self, redis: Redis, purpose: str, lifetime: timedelta) -> None:
        self._redis = redis
        self._purpose = purpose
        self._lifetime = lifetime

    async def note(self, account_id: UUID, link_id: UUID) -> None:
        """Ends the links of the account that are older than this one."""
        async with self._redis.pipeline() as commands:
            commands.zadd(self._key(account_id), {str(link_id): 0})
            commands.expire(self._key(account_id), self._lifetime)
            await commands.execute()

    async def ended(self, account_id: UUID, link_id: UUID) -> bool:
        """Whether there is a newer link."""
        newest = await self._redis.zrange(self._key(account_id), -1, -1)
        return any(_text(other) > str(link_id) for other in newest)

    def _key(self, account_id: UUID) -> str:
        return f"{PREFIX}:{self._purpose}:{account_id}"


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
