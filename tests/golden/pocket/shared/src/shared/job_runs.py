"""Contracts and client of job runs in the PostgreSQL data service."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from shared.http import ServiceClient
from shared.values import Contract, Timestamp

JOB_RUNS = "/api/v1/job-runs"


class JobRunClaim(Contract):
    """Requests the lease for a job's run; with `only_begun`, only a run that began before."""

    job: str
    due_at: Timestamp
    lease_seconds: float = Field(ge=0, le=86_400)
    only_begun: bool = False


class JobRunRenewal(Contract):
    """Extends a lease, which is identified by its present end.

    To ask again for the same end is harmless.
    """

    job: str
    due_at: Timestamp
    leased_until: Timestamp
    until: Timestamp


class JobRunLease(BaseModel):
    """Until when the caller is the one that runs the job; None if it is not.

    A run is over when nobody is to begin it any more.
    """

    model_config = ConfigDict(frozen=True)

    leased_until: Timestamp | None
    over: bool = False


class JobRunCompletion(Contract):
    """Notes that the run under a lease is done."""

    job: str
    due_at: Timestamp
    leased_until: Timestamp


class LeaseLost(Exception):
    """Another replica may run the job now, or somebody has completed it."""


class RunOver(Exception):
    """The job was done at its due time, or that time was missed."""


class JobRunsClient:
    """The record of job runs that all replicas share."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def claim(
        self, job: str, due_at: datetime, lease: timedelta, *, only_begun: bool = False
    ) -> datetime | None:
        """The end of the lease by the clock of the database, if this replica is to run the job.

        Raises RunOver when nobody is to run it; with `only_begun` also when nobody began.
        """
        request = JobRunClaim(
            job=job, due_at=due_at, lease_seconds=lease.total_seconds(), only_begun=only_begun
        )
        answer = await self._client.post(f"{JOB_RUNS}/claim", request.model_dump(mode="json"))
        claimed = JobRunLease.model_validate(answer)
        if claimed.over:
            raise RunOver(job)
        return claimed.leased_until

    async def renew(
        self, job: str, due_at: datetime, leased_until: datetime, until: datetime
    ) -> None:
        """Moves the end of a lease from `leased_until` to `until`; raises LeaseLost."""
        await self._hold(
            "renew",
            JobRunRenewal(job=job, due_at=due_at, leased_until=leased_until, until=until),
        )

    async def complete(self, job: str, due_at: datetime, leased_until: datetime) -> None:
        """Notes that the run is done whose lease ends at `leased_until`; raises LeaseLost."""
        await self._hold(
            "complete", JobRunCompletion(job=job, due_at=due_at, leased_until=leased_until)
        )

    async def _hold(self, action: str, request: JobRunRenewal | JobRunCompletion) -> None:
        body = request.model_dump(mode="json")
        answer = await self._client.post(f"{JOB_RUNS}/{action}", body, repeatable=True)
        if JobRunLease.model_validate(answer).leased_until is None:
            raise LeaseLost(request.job)
