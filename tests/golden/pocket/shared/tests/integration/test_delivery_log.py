"""Which messages were sent is remembered in Redis, for a while."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared import delivery_log, redis_client
from shared.delivery_log import REMEMBERED, RESERVED, DeliveryInProgress, DeliveryLog
from shared.identifiers import new_id
from shared.redis_client import open_redis
from testing.servers import redis_url
from tests.support.stalling import stalling_way


class Provider:
    """Accepts messages, outcome when it may go on, or refuses the first ones."""

    def __init__(self, refusals: int = 0, *, waits: bool = False) -> None:
        self._refusals = refusals
        self.begun = asyncio.Event()
        self.may_go_on = asyncio.Event()
        if not waits:
            self.may_go_on.set()
        self.accepted = 0

    async def send(self) -> None:
        self.begun.set()
        await self.may_go_on.wait()
        if self._refusals:
            self._refusals -= 1
            raise ConnectionError("refused")
        self.accepted += 1


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    client = open_redis(redis_url())
    yield client
    await client.aclose()


async def test_sent_message_is_remembered_until_it_is_too_old_to_come_again(redis: Redis) -> None:
    deliveries, provider, event_id = DeliveryLog(redis), Provider(), new_id()
    assert await deliveries.once(event_id, provider.send)
    assert not await deliveries.once(event_id, provider.send)
    assert await deliveries.once(new_id(), provider.send)
    assert provider.accepted == 2
    left = await redis.ttl(f"delivered:{event_id}")
    assert RESERVED.total_seconds() < left <= REMEMBERED.total_seconds()


async def test_one_of_many_copies_is_sent_and_the_others_come_again(redis: Redis) -> None:
    deliveries, provider, event_id = DeliveryLog(redis), Provider(waits=True), new_id()
    copies = [asyncio.create_task(deliveries.once(event_id, provider.send)) for _ in range(5)]
    async with asyncio.timeout(60):
        while sum(copy.done() for copy in copies) < 4:
            await asyncio.sleep(0.01)
    provider.may_go_on.set()
    outcomes = await asyncio.gather(*copies, return_exceptions=True)
    assert (outcomes.count(True), provider.accepted) == (1, 1)
    assert sum(isinstance(outcome, DeliveryInProgress) for outcome in outcomes) == 4


async def test_message_that_was_not_sent_is_free_again(redis: Redis) -> None:
    deliveries, provider, event_id = DeliveryLog(redis), Provider(refusals=1), new_id()
    with pytest.raises(ConnectionError):
        await deliveries.once(event_id, provider.send)
    assert await deliveries.once(event_id, provider.send)


async def test_slow_provider_gets_the_message_once(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_log, "RENEW_AFTER", timedelta(seconds=0.05))
    deliveries, provider, event_id = DeliveryLog(redis), Provider(waits=True), new_id()
    sending = asyncio.create_task(deliveries.once(event_id, provider.send))
    await provider.begun.wait()
    almost_over = timedelta(seconds=10)
    for _ in range(2):
        await redis.pexpire(f"delivered:{event_id}", almost_over)
        await until_renewed(redis, event_id, almost_over)
        with pytest.raises(DeliveryInProgress):
            await deliveries.once(event_id, provider.send)
    provider.may_go_on.set()
    assert await sending
    assert not await deliveries.once(event_id, provider.send)
    assert provider.accepted == 1


async def until_renewed(redis: Redis, event_id: UUID, before: timedelta) -> None:
    """Returns when the reservation ends later than before."""
    async with asyncio.timeout(60):
        while await redis.pttl(f"delivered:{event_id}") <= before.total_seconds() * 1000:
            await asyncio.sleep(0.02)


async def test_message_of_a_sender_that_died_is_sent_by_another(redis: Redis) -> None:
    deliveries, provider, event_id = DeliveryLog(redis), Provider(), new_id()
    await redis.set(f"delivered:{event_id}", "the one that died", px=RESERVED)
    with pytest.raises(DeliveryInProgress):
        await deliveries.once(event_id, provider.send)
    # Its end is waited for.
    await redis.pexpire(f"delivered:{event_id}", 1)
    async with asyncio.timeout(60):
        while await redis.exists(f"delivered:{event_id}"):
            await asyncio.sleep(0.001)
    assert await deliveries.once(event_id, provider.send)


async def test_sender_that_fails_late_leaves_the_reservation_of_another_alone(
    redis: Redis,
) -> None:
    deliveries, event_id = DeliveryLog(redis), new_id()
    late = Provider(refusals=1, waits=True)
    failing = asyncio.create_task(deliveries.once(event_id, late.send))
    await late.begun.wait()
    await redis.set(f"delivered:{event_id}", "another", px=RESERVED)
    late.may_go_on.set()
    with pytest.raises(ConnectionError):
        await failing
    assert await redis.get(f"delivered:{event_id}") == b"another"


async def test_message_counts_as_sent_when_it_cannot_be_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redis_client, "ANSWER_TIMEOUT_SECONDS", 0.1)
    async with stalling_way(redis_url()) as way:
        redis = open_redis(way.url)
        sent = asyncio.Event()

        async def send() -> None:
            way.stall()
            sent.set()

        assert await asyncio.wait_for(DeliveryLog(redis).once(new_id(), send), 30)
        assert sent.is_set()
        await redis.aclose()


async def test_redis_that_hangs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_client, "ANSWER_TIMEOUT_SECONDS", 0.1)
    async with stalling_way(redis_url()) as way:
        redis, provider = open_redis(way.url), Provider()
        await redis.ping()
        way.stall()
        with pytest.raises(RedisError):
            await asyncio.wait_for(DeliveryLog(redis).once(new_id(), provider.send), 30)
        assert provider.accepted == 0
        await redis.aclose()
