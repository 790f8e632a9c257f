"""One-time codes that tie a Telegram chat to an account, kept in Redis."""

import secrets
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

LIFETIME = timedelta(minutes=10)
BYTES = 9
PREFIX = "link:telegram"


class LinkCodes:
    """Each code is valid for one chat, for a short time, and until the account gets another one."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def create(self, account_id: UUID) -> str:
        """A new code for the account."""
        code = secrets.token_urlsafe(BYTES)
        await self._redis.set(_key(code), str(account_id), ex=LIFETIME)
        earlier = await self._redis.set(f"{PREFIX}:of:{account_id}", code, ex=LIFETIME, get=True)
        if earlier is not None:
            await self.spend(_text(earlier))
        return code

    async def claim(self, code: str, chat_id: str) -> UUID | None:
        """The account of the code; None if it is used, expired, unknown or of another chat.

        The first chat has the code to itself, and may come again after an outage.
        """
        account_id = await self._redis.get(_key(code))
        if account_id is None:
            return None
        claim = f"{PREFIX}:claim:{code}"
        if not await self._redis.set(claim, chat_id, ex=LIFETIME, nx=True):
            claimant = await self._redis.get(claim)
            if claimant is None or _text(claimant) != chat_id:
                return None
        return UUID(_text(account_id))

    async def spend(self, code: str) -> None:
        """Invalidates the code."""
        await self._redis.delete(_key(code))


def _key(code: str) -> str:
    return f"{PREFIX}:{code}"


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
