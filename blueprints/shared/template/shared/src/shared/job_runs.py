"""Contracts and client of job runs in the PostgreSQL data service."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from shared.http import ServiceClient
from shared.values import Contract, Moment

JOB_RUNS = "/api/v1/job-runs"


class JobRunClaim(Contract):
    """Asks to be the one that runs a job."""

    job: str
    due_at: Moment
    lease_seconds: float


class JobRunRenewal(Contract):
    """Asks for more time; the end of a lease is what tells it from others."""

    job: str
    due_at: Moment
    leased_until: Moment
    lease_seconds: float


class JobRunLease(BaseModel):
    """Until when the caller is the one that runs the job; None if it is not."""

    model_config = ConfigDict(frozen=True)

    leased_until: Moment | None


class JobRunCompletion(Contract):
    """Notes that a run is done."""

    job: str
    due_at: Moment


class LeaseLost(Exception):
    """Another replica may run the job now, or somebody has completed it."""


class JobRunsClient:
    """The record of job runs that all replicas share."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def claim(self, job: str, due_at: datetime, lease: timedelta) -> datetime | None:
        """The end of the lease by the clock of the database, if this replica is to run the job."""
        request = JobRunClaim(job=job, due_at=due_at, lease_seconds=lease.total_seconds())
        answer = await self._client.post(f"{JOB_RUNS}/claim", request.model_dump(mode="json"))
        return JobRunLease.model_validate(answer).leased_until

    async def renew(
        self, job: str, due_at: datetime, leased_until: datetime, lease: timedelta
    ) -> datetime:
        """The new end of a lease that ends at `leased_until`; raises LeaseLost."""
        request = JobRunRenewal(
            job=job,
            due_at=due_at,
            leased_until=leased_until,
            lease_seconds=lease.total_seconds(),
        )
        answer = await self._client.post(f"{JOB_RUNS}/renew", request.model_dump(mode="json"))
        renewed = JobRunLease.model_validate(answer).leased_until
        if renewed is None:
            raise LeaseLost(job)
        return renewed

    async def complete(self, job: str, due_at: datetime) -> None:
        """Notes that the run is done."""
        request = JobRunCompletion(job=job, due_at=due_at)
        await self._client.post(
            f"{JOB_RUNS}/complete", request.model_dump(mode="json"), repeatable=True
        )
