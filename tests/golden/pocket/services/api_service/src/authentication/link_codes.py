"""One-time codes that tie a Telegram chat to an account, kept in Redis."""

import secrets
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

LIFETIME = timedelta(minutes=10)
BYTES = 9


class LinkCodes:
    """Each code is valid until it is spent, and for a short time."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def create(self, account_id: UUID) -> str:
        """A new code for the account."""
        code = secrets.token_urlsafe(BYTES)
        await self._redis.set(_key(code), str(account_id), ex=LIFETIME)
        return code

    async def account_of(self, code: str) -> UUID | None:
        """The account of the code; None if it is used, expired or unknown."""
        account_id = await self._redis.get(_key(code))
        return (
            None
            if account_id is None
            else UUID(account_id if isinstance(account_id, str) else account_id.decode())
        )

    async def spend(self, code: str) -> None:
        """Invalidates the code."""
        await self._redis.delete(_key(code))


def _key(code: str) -> str:
    return f"link:telegram:{code}"
