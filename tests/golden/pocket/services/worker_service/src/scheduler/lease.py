"""The lease for running a job, renewed for as long as the run takes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, Self

import structlog

from shared.job_runs import LeaseLost
from shared.problems import Problem

LEASE = timedelta(minutes=1)
RENEW_AFTER = LEASE / 3
# The work under a lease ends so long before it, for stopping takes some time.
SPARE = timedelta(seconds=10)
PAUSE_SECONDS = 1.0

log = structlog.get_logger()


class JobRuns(Protocol):
    """The record of runs that all replicas share."""

    async def claim(
        self, job: str, due_at: datetime, lease: timedelta, *, only_begun: bool
    ) -> datetime | None:
        """The end of the lease, if this replica is the one to run the job now; raises RunOver."""

    async def renew(
        self, job: str, due_at: datetime, leased_until: datetime, until: datetime
    ) -> None:
        """Extends a lease, idempotently; raises LeaseLost."""

    async def complete(self, job: str, due_at: datetime, leased_until: datetime) -> None:
        """Notes that the run is done, so nobody repeats it; raises LeaseLost."""


@dataclass(slots=True)
class Lease:
    """A lease on one run of a job.

    `leased_until` is its end by the clock of the record, `ends` the same by this process's, counted
    from the question, so that it never ends later here than there.
    """

    runs: JobRuns
    job: str
    due_at: datetime
    leased_until: datetime
    ends: float
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def claim(
        cls, runs: JobRuns, job: str, due_at: datetime, *, only_begun: bool
    ) -> Self | None:
        """The lease, if this replica is the one to run the job now; raises RunOver."""
        ends = _end_of_lease()
        leased_until = await runs.claim(job, due_at, LEASE, only_begun=only_begun)
        return None if leased_until is None else cls(runs, job, due_at, leased_until, ends)

    async def keep(self) -> None:
        """Renews the lease until it is cancelled; raises LeaseLost before anybody else has it."""
        while True:
            await asyncio.sleep(RENEW_AFTER.total_seconds())
            try:
                async with asyncio.timeout_at(self.ends - SPARE.total_seconds()), self._asking:
                    await self._renew()
            except TimeoutError:
                raise LeaseLost(self.job) from None

    async def complete(self) -> None:
        """Notes that the run is done; raises LeaseLost if it may be another's by now."""
        async with self._asking:
            await self.runs.complete(self.job, self.due_at, self.leased_until)

    async def _renew(self) -> None:
        ends = _end_of_lease()
        # The same in every attempt: one whose answer was lost may have moved the end already.
        until = self.leased_until + timedelta(seconds=ends - self.ends)
        while True:
            try:
                await self.runs.renew(self.job, self.due_at, self.leased_until, until)
            except Problem as problem:
                log.warning("lease_not_renewed", job=self.job, reason=str(problem))
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                self.leased_until, self.ends = until, ends
                return


def _end_of_lease() -> float:
    return asyncio.get_running_loop().time() + LEASE.total_seconds()
