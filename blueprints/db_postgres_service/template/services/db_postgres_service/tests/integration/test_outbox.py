"""Events leave the outbox in order, each to one relay at a time, and none is lost."""

import asyncio
import time
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.http import ServiceClient
from shared.outbox import ClaimRequest, OutboxClient
from shared.request_context import request_context
from shared.unit_of_work import HttpUnitsOfWork
from src.core.database import Sessions
from src.repositories import outbox as outbox_module
from src.repositories.outbox import Outbox, OutboxBell, free_events
from src.repositories.outbox_age import OutboxAge
from tests.support.events import NO_LEASE, NO_WAIT, publish

LEASE = timedelta(seconds=60)
# The server may have listeners to other databases.
LISTENERS = text(
    "SELECT pid FROM pg_stat_activity"
    " WHERE query LIKE 'LISTEN %' AND datname = current_database()"
)


@pytest.fixture
def outbox(service_client: ServiceClient) -> OutboxClient:
    return OutboxClient(service_client)


async def test_events_are_claimed_in_the_order_of_their_commits(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    with request_context("req-of-the-caller"):
        await publish(units_of_work, ("first", "1"), ("second", "2"))
    await publish(units_of_work, ("third", "1"))
    events = await outbox.claim(10, LEASE, NO_WAIT)
    assert [event.name for event in events] == ["first", "second", "third"]
    assert [event.data for event in events] == [{"name": event.name} for event in events]
    assert events[0].request_id == "req-of-the-caller"


async def test_claimed_event_is_left_to_its_relay(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"))
    assert len(await outbox.claim(10, LEASE, NO_WAIT)) == 1
    assert await outbox.claim(10, LEASE, NO_WAIT) == []


async def test_event_is_free_again_when_its_lease_ends(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"))
    assert len(await outbox.claim(10, NO_LEASE, NO_WAIT)) == 1
    assert len(await outbox.claim(10, LEASE, NO_WAIT)) == 1


async def test_released_event_is_free_again(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"))
    claimed = await outbox.claim(10, LEASE, NO_WAIT)
    await outbox.release([event.sequence for event in claimed])
    assert await outbox.claim(10, LEASE, NO_WAIT) == claimed


async def test_acknowledged_event_is_gone(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"))
    claimed = await outbox.claim(10, NO_LEASE, NO_WAIT)
    await outbox.acknowledge([event.sequence for event in claimed])
    assert await outbox.claim(10, LEASE, NO_WAIT) == []


async def test_later_events_of_an_aggregate_wait_for_the_earlier_ones(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"), ("second", "1"), ("other", "2"))
    first = await outbox.claim(1, LEASE, NO_WAIT)
    assert [event.name for event in first] == ["first"]
    assert [event.name for event in await outbox.claim(10, LEASE, NO_WAIT)] == ["other"]
    await outbox.acknowledge([event.sequence for event in first])
    assert [event.name for event in await outbox.claim(10, LEASE, NO_WAIT)] == ["second"]


async def test_relays_share_the_events(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, *((f"event-{number}", str(number)) for number in range(12)))
    claims = await asyncio.gather(*(outbox.claim(4, LEASE, NO_WAIT) for _ in range(3)))
    rest = await outbox.claim(12, LEASE, NO_WAIT)
    names = [event.name for claim in (*claims, rest) for event in claim]
    assert sorted(names) == sorted(f"event-{number}" for number in range(12))


async def test_relays_at_the_same_time_keep_the_order_of_an_aggregate(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    names = [f"event-{number}" for number in range(8)]
    await publish(units_of_work, *((name, "1") for name in names))
    for first in names:
        claims = await asyncio.gather(*(outbox.claim(1, LEASE, NO_WAIT) for _ in names))
        claimed = [event for claim in claims for event in claim]
        assert [event.name for event in claimed] == [first]
        await outbox.acknowledge([event.sequence for event in claimed])


async def test_released_event_waits_with_the_later_ones_of_its_aggregate(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"), ("second", "1"), ("other", "2"))
    first, second, other = await outbox.claim(10, LEASE, NO_WAIT)
    await outbox.release([first.sequence], timedelta(seconds=2))
    await outbox.release([second.sequence, other.sequence])
    assert [event.name for event in await outbox.claim(10, NO_LEASE, NO_WAIT)] == ["other"]
    await asyncio.sleep(2.1)
    names = [event.name for event in await outbox.claim(10, LEASE, NO_WAIT)]
    assert names == ["first", "second", "other"]


async def test_event_that_was_set_aside_is_out_of_the_way_until_it_is_replayed(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, ("first", "1"), ("second", "1"))
    first, second = await outbox.claim(10, LEASE, NO_WAIT)
    await outbox.set_aside([first.sequence])
    await outbox.release([second.sequence])
    assert [event.name for event in await outbox.claim(10, NO_LEASE, NO_WAIT)] == ["second"]
    listed = await outbox.list_set_aside()
    assert [(event.event_id, event.name) for event in listed] == [(first.event_id, "first")]
    assert await outbox.replay_set_aside() == 1
    assert await outbox.list_set_aside() == []
    assert [event.name for event in await outbox.claim(10, LEASE, NO_WAIT)] == ["first", "second"]


MANY_EVENTS = text(
    """
    INSERT INTO outbox_events
      (event_id, name, version, aggregate, aggregate_id, occurred_at, request_id, data)
    SELECT gen_random_uuid(), 'event', 1, 'thing', 1, now(), 'req-1', '{}'
    FROM generate_series(1, 20000)
    """
)


async def test_neighbour_passes_many_events_of_one_aggregate(
    engine: AsyncEngine, outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    """Also by plans that the driver's prepared statements keep from an empty outbox."""
    for _ in range(20):
        assert await outbox.claim(200, NO_LEASE, NO_WAIT) == []
    async with engine.begin() as connection:
        await connection.execute(MANY_EVENTS)
    await publish(units_of_work, ("neighbour", "2"))
    events = await outbox.claim(200, LEASE, NO_WAIT)
    assert [event.name for event in events] == [*["event"] * 180, "neighbour"]
    await outbox.acknowledge([event.sequence for event in events])


async def test_last_event_passes_many_events_of_other_aggregates(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    await publish(units_of_work, *((f"event-{number}", str(number)) for number in range(30)))
    await publish(units_of_work, ("neighbour", "neighbour"), ("later", "neighbour"))
    assert [event.name for event in await outbox.claim(20, LEASE, NO_WAIT)] == [
        *(f"event-{number}" for number in range(18)), "neighbour"
    ]
    events = await outbox.claim(30, LEASE, NO_WAIT)
    assert [event.name for event in events] == [f"event-{number}" for number in range(18, 30)]


async def test_claim_is_planned_by_the_order_of_the_outbox_while_that_is_empty(
    engine: AsyncEngine,
) -> None:
    """A scan and a sort cost nothing then, but prepared statements keep their plan."""
    dialect = engine.sync_engine.dialect
    claim = free_events(200).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    store = Outbox(Sessions(engine, limit_seconds=10), OutboxBell(engine))
    async with store.claiming() as session:
        plan = "\n".join(await session.scalars(text(f"EXPLAIN {claim}")))
    assert "Index Scan using outbox_events_pkey" in plan
    assert "idx_outbox_events_leased_until" in plan
    assert "Seq Scan" not in plan
    assert "Sort" not in plan


async def test_waiting_relay_is_woken_by_a_commit(
    outbox: OutboxClient, units_of_work: HttpUnitsOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "POLL_SECONDS", 60.0)
    started = time.monotonic()
    waiting = asyncio.create_task(outbox.claim(10, LEASE, timedelta(seconds=40)))
    await asyncio.sleep(0.1)
    await publish(units_of_work, ("first", "1"))
    assert [event.name for event in await waiting] == ["first"]
    assert time.monotonic() - started < 20


async def test_waiting_relay_hears_in_time_that_there_is_nothing(outbox: OutboxClient) -> None:
    started = time.monotonic()
    assert await outbox.claim(10, LEASE, timedelta(seconds=1)) == []
    assert time.monotonic() - started >= 1


async def test_nothing_is_leased_to_a_relay_that_is_gone(
    engine: AsyncEngine, outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    async def gone() -> bool:
        return True

    await publish(units_of_work, ("first", "1"))
    store = Outbox(Sessions(engine, limit_seconds=10), OutboxBell(engine))
    request = ClaimRequest(limit=10, lease_seconds=60, wait_seconds=10)
    assert await store.claim(request, gone) == []
    assert len(await outbox.claim(10, LEASE, NO_WAIT)) == 1


async def listeners(engine: AsyncEngine) -> set[int]:
    """The connections that listen."""
    async with engine.connect() as connection:
        return set(await connection.scalars(LISTENERS))


@pytest.mark.parametrize("query", [{"ssl": "prefer"}, {"prepared_statement_cache_size": "0"}])
async def test_listener_connects_as_the_service_does(
    engine: AsyncEngine, query: dict[str, str]
) -> None:
    others = await listeners(engine)
    same_database = create_async_engine(engine.url.update_query_dict(query))
    async with OutboxBell(same_database).listening(), asyncio.timeout(30):
        while await listeners(engine) <= others:
            await asyncio.sleep(0.05)
    async with asyncio.timeout(30):
        while await listeners(engine) != others:
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("app")
async def test_listener_comes_back_when_its_connection_was_lost(engine: AsyncEngine) -> None:
    (lost,) = await listeners(engine)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": lost})
    async with asyncio.timeout(30):
        while not (pids := await listeners(engine)) or lost in pids:
            await asyncio.sleep(0.05)


async def test_age_and_number_of_waiting_events_are_measured(
    engine: AsyncEngine, outbox: OutboxClient, units_of_work: HttpUnitsOfWork
) -> None:
    measured = OutboxAge(Sessions(engine, limit_seconds=10))
    await measured.measure()
    assert REGISTRY.get_sample_value("outbox_oldest_event_age_seconds") == 0
    assert REGISTRY.get_sample_value("outbox_events_set_aside") == 0
    await publish(units_of_work, ("first", "1"), ("second", "2"))
    async with engine.begin() as connection:
        since = text("UPDATE outbox_events SET occurred_at = now() - interval '1 hour'")
        await connection.execute(since)
    await measured.measure()
    age = REGISTRY.get_sample_value("outbox_oldest_event_age_seconds")
    assert age == pytest.approx(3600, abs=60)
    events = await outbox.claim(10, LEASE, NO_WAIT)
    await outbox.set_aside([event.sequence for event in events])
    await measured.measure()
    assert REGISTRY.get_sample_value("outbox_oldest_event_age_seconds") == 0
    assert REGISTRY.get_sample_value("outbox_events_set_aside") == 2
