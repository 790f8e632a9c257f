"""Which messages were sent is remembered in Redis, for a while."""

import os
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from shared.delivery_log import REMEMBERED, DeliveryLog
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
    assert not await deliveries.contains(sent)
    await deliveries.add(sent)
    assert await deliveries.contains(sent)
    assert not await deliveries.contains(other)
    left = await redis.ttl(f"delivered:{sent}")
    assert 0 < left <= REMEMBERED.total_seconds()
    await redis.delete(f"delivered:{sent}")
