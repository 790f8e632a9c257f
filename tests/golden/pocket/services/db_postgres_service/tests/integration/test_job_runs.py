"""One replica runs a job at a due time; another takes over when its lease ended before it did."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from shared.http import ServiceClient
from shared.outbox import JobRunsClient

DUE = datetime(2030, 1, 31, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
NO_LEASE = timedelta(0)


@pytest.fixture
def runs(service_client: ServiceClient) -> JobRunsClient:
    return JobRunsClient(service_client)


async def test_one_of_many_replicas_runs_the_job(runs: JobRunsClient) -> None:
    claims = await asyncio.gather(*(runs.claim("job", DUE, LEASE) for _ in range(5)))
    assert sorted(claims) == [False] * 4 + [True]


async def test_other_jobs_and_due_times_are_runs_of_their_own(runs: JobRunsClient) -> None:
    assert await runs.claim("job", DUE, LEASE)
    assert await runs.claim("job", DUE + timedelta(days=1), LEASE)
    assert await runs.claim("other", DUE, LEASE)


async def test_run_is_taken_over_when_its_lease_ended(runs: JobRunsClient) -> None:
    assert await runs.claim("job", DUE, NO_LEASE)
    assert await runs.claim("job", DUE, LEASE)
    assert not await runs.claim("job", DUE, LEASE)


async def test_run_that_is_done_is_not_repeated(runs: JobRunsClient) -> None:
    assert await runs.claim("job", DUE, NO_LEASE)
    await runs.complete("job", DUE)
    assert not await runs.claim("job", DUE, LEASE)
