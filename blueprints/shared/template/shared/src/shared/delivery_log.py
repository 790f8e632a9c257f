"""Remembers which messages were sent to people, so that a repeated event does not repeat them."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.messaging.consumer import Postponed

REMEMBERED = timedelta(days=7)
# After a sender died its message waits so long; one that lives renews its reservation meanwhile.
RESERVED = timedelta(seconds=15)
RENEW_AFTER = RESERVED / 3
SENT = b"sent"
# Only what is still the caller's own: the reservation may have ended, and be another's by now.
RENEW = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('pexpire', KEYS[1], ARGV[2])"
RELEASE = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('del', KEYS[1])"

log = structlog.get_logger()


class DeliveryInProgress(Postponed):
    """Another copy of the message is being sent; whether it arrives is not known yet."""


class DeliveryLog:
    """The events whose message is being sent, or was accepted by a provider."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._renew = redis.register_script(RENEW)
        self._release = redis.register_script(RELEASE)

    async def once(self, event_id: UUID, send: Callable[[], Awaitable[None]]) -> bool:
        """Sends the message of an event; False if it was sent before.

        Raises DeliveryInProgress while another copy is being sent, and what `send` raises.
        """
        key, owner = f"delivered:{event_id}", secrets.token_hex(8)
        if not await self._redis.set(key, owner, nx=True, px=RESERVED):
            if await self._redis.get(key) == SENT:
                return False
            raise DeliveryInProgress(str(event_id), RENEW_AFTER.total_seconds())
        keeping = asyncio.create_task(self._keep(key, owner))
        try:
            await send()
        except BaseException:
            await self._give_up(key, owner)
            raise
        finally:
            keeping.cancel()
        await self._confirm(key)
        return True

    async def _keep(self, key: str, owner: str) -> None:
        """Renews a reservation until it is cancelled."""
        while True:
            await asyncio.sleep(RENEW_AFTER.total_seconds())
            # While Redis is away nobody else can reserve the message either.
            with suppress(RedisError):
                await self._renew(keys=[key], args=[owner, _milliseconds(RESERVED)])

    async def _give_up(self, key: str, owner: str) -> None:
        # Without Redis the reservation ends by itself, later.
        with suppress(RedisError):
            await self._release(keys=[key], args=[owner])

    async def _confirm(self, key: str) -> None:
        try:
            await self._redis.set(key, SENT, px=REMEMBERED)
        except RedisError as error:
            # It was sent. To fail now would bring it again.
            log.warning("delivery_not_remembered", key=key, error=type(error).__name__)


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
