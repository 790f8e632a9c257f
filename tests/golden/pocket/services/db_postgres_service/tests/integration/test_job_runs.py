"""One replica runs a job at a due time; another takes over when its lease ended before it did."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.http import ServiceClient
from shared.job_runs import JobRunsClient, LeaseLost, RunOver
from src.models.machinery import JobRun

DUE = datetime(2030, 1, 31, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
NO_LEASE = timedelta(0)


@pytest.fixture
def runs(service_client: ServiceClient) -> JobRunsClient:
    return JobRunsClient(service_client)


async def test_one_of_many_replicas_runs_the_job(runs: JobRunsClient) -> None:
    claims = await asyncio.gather(*(runs.claim("job", DUE, LEASE) for _ in range(5)))
    assert claims.count(None) == 4


async def test_jobs_run_beside_each_other(runs: JobRunsClient) -> None:
    assert await runs.claim("job", DUE, LEASE)
    assert await runs.claim("other", DUE, LEASE)


async def test_job_is_not_run_twice_at_one_time(runs: JobRunsClient) -> None:
    """A run may still be under way when the next one is due."""
    timestamps = [DUE + timedelta(days=day) for day in range(5)]
    claims = await asyncio.gather(
        *(runs.claim("job", timestamp, LEASE) for timestamp in timestamps)
    )
    ((first, lease),) = [claim for claim in zip(timestamps, claims, strict=True) if claim[1]]
    assert lease is not None
    assert await runs.claim("job", DUE + timedelta(days=9), LEASE) is None
    await runs.complete("job", first, lease)
    assert await runs.claim("job", DUE + timedelta(days=9), LEASE)


async def test_lease_that_is_renewed_goes_on(runs: JobRunsClient, engine: AsyncEngine) -> None:
    first = await runs.claim("job", DUE, LEASE)
    assert first is not None
    # The second time is for an answer that was lost.
    for _ in range(2):
        await runs.renew("job", DUE, first, first + LEASE)
    async with engine.connect() as connection:
        assert await connection.scalar(select(JobRun.leased_until)) == first + LEASE
    assert await runs.claim("job", DUE, LEASE) is None
    await runs.renew("job", DUE, first + LEASE, first + 2 * LEASE)
    await runs.complete("job", DUE, first + 2 * LEASE)


async def test_lease_of_a_run_that_was_taken_over_is_lost(runs: JobRunsClient) -> None:
    lost = await runs.claim("job", DUE, NO_LEASE)
    taken = await runs.claim("job", DUE, LEASE)
    assert lost is not None
    assert taken is not None
    with pytest.raises(LeaseLost):
        await runs.renew("job", DUE, lost, lost + LEASE)
    with pytest.raises(LeaseLost):
        await runs.complete("job", DUE, lost)
    await runs.renew("job", DUE, taken, taken + LEASE)


async def test_lease_that_ended_is_lost(runs: JobRunsClient) -> None:
    lost = await runs.claim("job", DUE, NO_LEASE)
    assert lost is not None
    with pytest.raises(LeaseLost):
        await runs.renew("job", DUE, lost, lost + LEASE)


async def test_lease_of_a_run_that_is_done_is_lost(runs: JobRunsClient) -> None:
    lease = await runs.claim("job", DUE, LEASE)
    assert lease is not None
    await runs.complete("job", DUE, lease)
    with pytest.raises(LeaseLost):
        await runs.renew("job", DUE, lease, lease + LEASE)


async def test_run_is_taken_over_when_its_lease_ended(runs: JobRunsClient) -> None:
    assert await runs.claim("job", DUE, NO_LEASE)
    assert await runs.claim("job", DUE, LEASE)
    assert not await runs.claim("job", DUE, LEASE)


async def test_run_that_is_done_is_over(runs: JobRunsClient) -> None:
    lease = await runs.claim("job", DUE, NO_LEASE)
    assert lease is not None
    for _ in range(2):
        await runs.complete("job", DUE, lease)
    with pytest.raises(RunOver):
        await runs.claim("job", DUE, LEASE)


async def test_run_that_nobody_began_is_over_when_it_is_missed(runs: JobRunsClient) -> None:
    with pytest.raises(RunOver):
        await runs.claim("job", DUE, LEASE, only_begun=True)
    assert await runs.claim("job", DUE, NO_LEASE)
    assert await runs.claim("job", DUE, LEASE, only_begun=True)
    assert await runs.claim("job", DUE, LEASE, only_begun=True) is None


async def test_runs_of_long_ago_are_forgotten(runs: JobRunsClient, engine: AsyncEngine) -> None:
    days = (0, 20, 40)
    for day in days:
        assert await runs.claim("job", DUE + timedelta(days=day), NO_LEASE)
    assert await runs.claim("other", DUE, NO_LEASE)
    async with engine.connect() as connection:
        kept = await connection.scalars(select(JobRun.due_at).where(JobRun.job == "job"))
    assert set(kept) == {DUE + timedelta(days=day) for day in days[1:]}
