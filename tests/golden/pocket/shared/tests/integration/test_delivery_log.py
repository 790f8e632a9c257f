"""Which messages were sent is remembered in Redis, for a while."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from shared.delivery_log import REMEMBERED, RESERVED, DeliveryInProgress, DeliveryLog
from shared.identifiers import new_id


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    given = os.environ.get("TEST_REDIS_URL")
    if not given:
        pytest.fail("TEST_REDIS_URL is not set; `make test-integration` starts the servers")
    client = Redis.from_url(given)
    yield client
    await client.aclose()


async def test_sent_message_is_remembered_until_it_is_too_old_to_come_again(redis: Redis) -> None:
    deliveries, sent, other = DeliveryLog(redis), new_id(), new_id()
    assert await deliveries.reserve(sent)
    await deliveries.confirm(sent)
    assert not await deliveries.reserve(sent)
    assert await deliveries.reserve(other)
    left = await redis.ttl(f"delivered:{sent}")
    assert RESERVED.total_seconds() < left <= REMEMBERED.total_seconds()


async def test_one_of_two_copies_is_sent_and_the_other_comes_again(redis: Redis) -> None:
    deliveries, event_id = DeliveryLog(redis), new_id()
    reserved = await asyncio.gather(
        *(deliveries.reserve(event_id) for _ in range(5)), return_exceptions=True
    )
    assert reserved.count(True) == 1
    assert sum(isinstance(each, DeliveryInProgress) for each in reserved) == 4


async def test_message_that_was_not_sent_is_free_again(redis: Redis) -> None:
    deliveries, event_id = DeliveryLog(redis), new_id()
    assert await deliveries.reserve(event_id)
    assert 0 < await redis.ttl(f"delivered:{event_id}") <= RESERVED.total_seconds()
    await deliveries.release(event_id)
    assert await deliveries.reserve(event_id)
