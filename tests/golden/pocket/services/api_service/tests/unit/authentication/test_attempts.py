"""Counters of attempts: what they say of people, and what becomes of them without Redis."""

from datetime import timedelta
from typing import Any, Never, cast

import pytest
from redis.exceptions import RedisError

from src.authentication.attempts import Attempts, Limit
from src.authentication.errors import TooManyAttempts
from tests.support.counters import InMemoryCounters

LIMIT = Limit("test", attempts=2, window=timedelta(minutes=5))
PERSON = "somebody@people.example"


def attempts_of(redis: object) -> Attempts:
    """Counters in what stands in for Redis."""
    return Attempts(cast(Any, redis))


async def test_as_many_attempts_are_let_through_as_the_limit_says() -> None:
    attempts = attempts_of(InMemoryCounters())
    for _ in range(LIMIT.attempts):
        await attempts.count(LIMIT, PERSON)
    for _ in range(2):
        with pytest.raises(TooManyAttempts) as refused:
            await attempts.count(LIMIT, PERSON)
        assert refused.value.seconds == 300
    await attempts.count(LIMIT, "somebody else")


async def test_an_attempt_that_is_taken_back_does_not_count() -> None:
    attempts = attempts_of(InMemoryCounters())
    for _ in range(5):
        await attempts.count(LIMIT, PERSON)
        await attempts.take_back(LIMIT, PERSON)


async def test_every_counter_ends() -> None:
    redis = InMemoryCounters()
    attempts = attempts_of(redis)
    await attempts.count(LIMIT, PERSON)
    await attempts.take_back(LIMIT, "whose counter has ended meanwhile")
    assert list(redis.windows.values()) == [LIMIT.window] * 2


async def test_counters_name_nobody_and_take_the_same_room_for_everybody() -> None:
    redis = InMemoryCounters()
    attempts = attempts_of(redis)
    for person in ("", PERSON, PERSON * 100):
        await attempts.count(LIMIT, person)
    assert len(redis.values) == 3
    assert len({len(key) for key in redis.values}) == 1
    assert not any(PERSON in key for key in redis.values)


class NoRedis(InMemoryCounters):
    """Refuses everything, and counts how often it was asked."""

    asked = 0

    async def execute(self) -> Never:
        self.asked += 1
        raise RedisError


async def test_without_redis_everybody_may_try() -> None:
    redis = NoRedis()
    attempts = attempts_of(redis)
    for _ in range(20):
        await attempts.count(LIMIT, PERSON)
        await attempts.take_back(LIMIT, PERSON)
        await attempts.forget(LIMIT, PERSON)
    # It is not asked for each of them: whoever signs in would wait for it.
    assert redis.asked == 5
