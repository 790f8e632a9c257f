"""Sessions in a real Redis: rivals, thieves, and how many an account may have."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis

from shared.identifiers import new_id
from shared.redis_client import open_redis
from src.authentication.errors import SessionEnded
from src.authentication.sessions import MOST, RedisSessions, RefreshToken
from testing.servers import redis_url

LIFETIME, GRACE = timedelta(days=30), timedelta(minutes=1)
KEY = "a key that the processes share"


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    client = open_redis(redis_url())
    yield client
    await client.aclose()


def sessions_of(redis: Redis, key: str = KEY) -> RedisSessions:
    """The sessions as a process has them."""
    return RedisSessions(redis, key, LIFETIME, GRACE)


@pytest.fixture
def sessions(redis: Redis) -> RedisSessions:
    return sessions_of(redis)


@pytest.fixture
def account_id() -> UUID:
    return new_id()


async def is_over(sessions: RedisSessions, token: RefreshToken) -> bool:
    """Whether the token, which is the newest of its session, is refused."""
    try:
        await sessions.rotate(token)
    except SessionEnded:
        return True
    return False


async def test_another_process_exchanges_the_token_for_the_next_one(
    redis: Redis, account_id: UUID
) -> None:
    first = await sessions_of(redis).start(account_id)
    whose, second = await sessions_of(redis).rotate(first)
    assert (whose, second.session_id) == (account_id, first.session_id)
    assert second.secret != first.secret
    assert not await is_over(sessions_of(redis), second)


async def test_a_token_comes_again_until_its_answer_cannot_be_lost_any_more(
    redis: Redis, account_id: UUID
) -> None:
    token = await sessions_of(redis).start(account_id)
    # Also by another process, which the repetition may reach.
    answers = [await sessions_of(redis).rotate(token) for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert not await is_over(sessions_of(redis), answers[0][1])


async def test_a_token_that_comes_late_ends_its_session_and_no_other(
    redis: Redis, account_id: UUID
) -> None:
    sessions = sessions_of(redis)
    stolen, other = await sessions.start(account_id), await sessions.start(account_id)
    _, newest = await sessions.rotate(stolen)
    key = f"session:{stolen.session_id.hex}"
    until = await redis.hget(key, "repeatable_until")
    assert until is not None
    assert 0 < int(until) - (await redis.time())[0] <= GRACE.total_seconds()
    # A repetition makes the time no longer.
    await sessions.rotate(stolen)
    assert await redis.hget(key, "repeatable_until") == until
    await redis.hset(key, "repeatable_until", str((await redis.time())[0]))
    assert await is_over(sessions, stolen)
    assert await is_over(sessions, newest)
    assert not await is_over(sessions, other)


async def test_a_token_whose_successor_was_used_ends_its_session_and_no_other(
    sessions: RedisSessions, account_id: UUID
) -> None:
    stolen, other = await sessions.start(account_id), await sessions.start(account_id)
    _, used = await sessions.rotate(stolen)
    _, newest = await sessions.rotate(used)
    assert await is_over(sessions, stolen)
    assert await is_over(sessions, newest)
    assert not await is_over(sessions, other)


async def test_many_who_bring_one_token_at_once_get_one_successor(
    sessions: RedisSessions, account_id: UUID
) -> None:
    token = await sessions.start(account_id)
    answers = await asyncio.gather(*(sessions.rotate(token) for _ in range(20)))
    assert len({following for _, following in answers}) == 1
    assert not await is_over(sessions, answers[0][1])


async def test_a_process_with_another_key_repeats_nothing(
    redis: Redis, sessions: RedisSessions, account_id: UUID
) -> None:
    token = await sessions.start(account_id)
    await sessions.rotate(token)
    assert await is_over(sessions_of(redis, "another key"), token)


async def test_a_secret_that_is_guessed_opens_nothing(
    sessions: RedisSessions, account_id: UUID
) -> None:
    token = await sessions.start(account_id)
    assert await is_over(sessions, RefreshToken.first(token.session_id))


async def test_a_session_ends_once_and_for_all(sessions: RedisSessions, account_id: UUID) -> None:
    token = await sessions.start(account_id)
    for _ in range(2):
        await sessions.end(token)
    assert await is_over(sessions, token)


async def test_all_sessions_of_an_account_end_and_no_other(
    redis: Redis, sessions: RedisSessions, account_id: UUID
) -> None:
    tokens = [await sessions.start(account_id) for _ in range(3)]
    other = await sessions.start(new_id())
    for _ in range(2):
        await sessions.end_all(account_id)
    assert [await is_over(sessions, token) for token in tokens] == [True, True, True]
    assert not await is_over(sessions, other)
    assert not await redis.exists(f"session:of:{account_id}")


async def test_no_more_is_kept_than_is_needed(
    redis: Redis, sessions: RedisSessions, account_id: UUID
) -> None:
    first = await sessions.start(account_id)
    keys = (f"session:{first.session_id.hex}", f"session:of:{account_id}")

    async def look() -> str:
        for key in keys:
            assert 0 < await redis.ttl(key) <= LIFETIME.total_seconds()
        return str(await redis.hgetall(keys[0]))

    assert first.secret not in await look()
    _, second = await sessions.rotate(first)
    stored = await look()
    assert first.secret not in stored
    assert second.secret not in stored
    await sessions.end(second)
    assert not await redis.exists(*keys)


async def test_the_session_that_was_not_used_for_the_longest_time_makes_room(
    sessions: RedisSessions, account_id: UUID
) -> None:
    tokens = [await sessions.start(account_id) for _ in range(MOST)]
    _, tokens[0] = await sessions.rotate(tokens[0])
    await sessions.start(account_id)
    assert [await is_over(sessions, token) for token in tokens[:3]] == [False, True, False]
