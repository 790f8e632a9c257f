"""Counters of attempts in a real Redis, where many come at once and counters end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from shared.identifiers import new_id
from shared.redis_client import open_redis
from src.authentication.attempts import Attempts, Limit
from src.authentication.errors import TooManyAttempts
from testing.servers import redis_url

LIMIT = Limit("test", attempts=10, window=timedelta(hours=1))


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    client = open_redis(redis_url())
    yield client
    await client.aclose()


@pytest.fixture
def person() -> str:
    """Somebody whom no other test counts."""
    return str(new_id())


async def let_through(attempts: Attempts, person: str, times: int) -> int:
    """How many of so many attempts at once may be made."""

    async def attempt() -> bool:
        try:
            await attempts.count(LIMIT, person)
        except TooManyAttempts:
            return False
        return True

    return sum(await asyncio.gather(*(attempt() for _ in range(times))))


async def test_of_many_at_once_no_more_than_the_limit_are_let_through(
    redis: Redis, person: str
) -> None:
    assert await let_through(Attempts(redis), person, 50) == LIMIT.attempts
    # Another replica counts on.
    with pytest.raises(TooManyAttempts) as refused:
        await Attempts(redis).count(LIMIT, person)
    assert 0 < refused.value.seconds <= LIMIT.window.total_seconds()


async def test_forgotten_attempts_and_those_taken_back_make_room(redis: Redis, person: str) -> None:
    attempts = Attempts(redis)
    await let_through(attempts, person, LIMIT.attempts)
    await attempts.take_back(LIMIT, person)
    assert await let_through(attempts, person, 5) == 1
    await attempts.forget(LIMIT, person)
    assert await let_through(attempts, person, 20) == LIMIT.attempts


async def test_refused_attempts_do_not_make_the_wait_longer(redis: Redis, person: str) -> None:
    attempts, short = Attempts(redis), Limit("test", attempts=1, window=timedelta(seconds=1))
    await attempts.count(short, person)
    async with asyncio.timeout(60):
        while True:
            try:
                await attempts.count(short, person)
            except TooManyAttempts:
                await asyncio.sleep(0.05)
            else:
                break


async def test_no_counter_stays_for_ever(redis: Redis, person: str) -> None:
    limit = Limit(person, attempts=1, window=timedelta(hours=1))
    # Its counter has ended meanwhile.
    await Attempts(redis).take_back(limit, person)
    (key,) = await redis.keys(f"attempts:{person}:*")
    assert await redis.ttl(key) > 0
