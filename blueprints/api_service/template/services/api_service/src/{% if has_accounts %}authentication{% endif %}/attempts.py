"""How often people may try, so that nobody guesses passwords; counted in Redis."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.circuit_breaker import CircuitBreaker
from src.authentication.errors import TooManyAttempts

PREFIX = "attempts"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a window, which begins with the first of them."""

    name: str
    attempts: int
    window: timedelta


class Attempts:
    """Counts attempts by a digest of whose they are; each counter ends with its window.

    Whether there is such an account is not asked, so a refusal does not tell it. Without Redis
    nothing is counted: to let nobody in would make every outage of Redis one of the system.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._breaker = CircuitBreaker()

    async def count(self, limit: Limit, whose: str) -> None:
        """Counts an attempt; raises TooManyAttempts if it is one too many.

        Counted before it is made, so that many at once are not all let through.
        """
        key = _key(limit, whose)

        def commands(pipeline: Any) -> None:
            pipeline.incr(key)
            pipeline.expire(key, limit.window, nx=True)
            pipeline.ttl(key)

        counted = await self._asked(commands)
        if counted and counted[0] > limit.attempts:
            log.warning("too_many_attempts", limit=limit.name)
            raise TooManyAttempts(seconds=max(1, counted[2]))

    async def take_back(self, limit: Limit, whose: str) -> None:
        """Counts one attempt less, for it was none that the limit is about."""
        key = _key(limit, whose)

        def commands(pipeline: Any) -> None:
            pipeline.decr(key)
            # The counter may have ended meanwhile, and begun anew.
            pipeline.expire(key, limit.window, nx=True)

        await self._asked(commands)

    async def forget(self, limit: Limit, whose: str) -> None:
        """Begins to count from nothing."""
        await self._asked(lambda pipeline: pipeline.delete(_key(limit, whose)))

    async def _asked(self, commands: Callable[[Any], object]) -> list[Any]:
        """What Redis answers to each of the commands; nothing if it is away."""
        if not self._breaker.lets_through():
            return []
        try:
            async with self._redis.pipeline() as pipeline:
                commands(pipeline)
                answers: list[Any] = await pipeline.execute()
        except RedisError as error:
            self._breaker.failed()
            log.warning("attempts_not_counted", error=type(error).__name__)
            return []
        self._breaker.succeeded()
        return answers


def _key(limit: Limit, whose: str) -> str:
    """A key that names nobody, and is as long for every login."""
    return f"{PREFIX}:{limit.name}:{hashlib.sha256(whose.encode()).hexdigest()}"
