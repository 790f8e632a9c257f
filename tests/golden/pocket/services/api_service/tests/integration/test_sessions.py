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

LIFETIME = timedelta(days=30)


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    client = open_redis(redis_url())
    yield client
    await client.aclose()


@pytest.fixture
def sessions(redis: Redis) -> RedisSessions:
    return RedisSessions(redis, LIFETIME)


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
    first = await RedisSessions(redis, LIFETIME).start(account_id)
    whose, second = await RedisSessions(redis, LIFETIME).rotate(first)
    assert (whose, second.session_id) == (account_id, first.session_id)
    assert second.secret != first.secret
    assert not await is_over(RedisSessions(redis, LIFETIME), second)


async def test_a_token_that_comes_again_ends_its_session_and_no_other(
    sessions: RedisSessions, account_id: UUID
) -> None:
    stolen, other = await sessions.start(account_id), await sessions.start(account_id)
    _, newest = await sessions.rotate(stolen)
    assert await is_over(sessions, stolen)
    assert await is_over(sessions, newest)
    assert not await is_over(sessions, other)


async def test_of_many_who_bring_one_token_no_two_go_on(
    sessions: RedisSessions, account_id: UUID
) -> None:
    token = await sessions.start(account_id)
    answers = await asyncio.gather(
        *(sessions.rotate(token) for _ in range(20)), return_exceptions=True
    )
    following = [answer[1] for answer in answers if isinstance(answer, tuple)]
    assert len(following) == 1
    assert await is_over(sessions, following[0])


async def test_a_secret_that_is_guessed_opens_nothing(
    sessions: RedisSessions, account_id: UUID
) -> None:
    token = await sessions.start(account_id)
    assert await is_over(sessions, RefreshToken.following(token.session_id))


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
