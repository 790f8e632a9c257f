"""Runs the jobs that are due. Any number of replicas may do so at the same time."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from src.scheduler.job import Job

LEASE = timedelta(minutes=5)
PUNCTUAL = timedelta(minutes=1)

log = structlog.get_logger()


class JobRuns(Protocol):
    """The record of runs that all replicas share."""

    async def claim(self, job: str, due_at: datetime, lease: timedelta) -> bool:
        """Whether this replica is the one to run the job now."""

    async def complete(self, job: str, due_at: datetime) -> None:
        """Notes that the run is done, so nobody repeats it."""


class Scheduler:
    """Looks at the clock at a fixed interval and runs what became due."""

    def __init__(
        self,
        jobs: Sequence[Job],
        runs: JobRuns,
        clock: Callable[[], datetime],
        interval: timedelta,
    ) -> None:
        self._jobs = jobs
        self._runs = runs
        self._clock = clock
        self._interval = interval
        self._done: dict[str, datetime] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Ticks until `stopping` is set; a run in progress is finished first."""
        while not stopping.is_set():
            await self.tick()
            try:
                await asyncio.wait_for(stopping.wait(), self._interval.total_seconds())
            except TimeoutError:
                continue

    async def tick(self) -> None:
        """Runs every job whose latest due time nobody has handled yet."""
        now = self._clock()
        for job in self._jobs:
            due_at = job.schedule.latest(now)
            if self._done.get(job.name) == due_at:
                continue
            if not job.catch_up and now - due_at > PUNCTUAL:
                self._done[job.name] = due_at
                continue
            await self._attempt(job, due_at)

    async def _attempt(self, job: Job, due_at: datetime) -> None:
        try:
            if not await self._runs.claim(job.name, due_at, LEASE):
                return
            log.info("job_started", job=job.name, due_at=due_at.isoformat())
            await job.run(due_at)
            await self._runs.complete(job.name, due_at)
        except Exception:
            # The lease runs out, and the next tick of any replica tries again.
            log.exception("job_failed", job=job.name, due_at=due_at.isoformat())
            return
        self._done[job.name] = due_at
        log.info("job_completed", job=job.name, due_at=due_at.isoformat())
