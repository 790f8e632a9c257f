"""Runs the jobs that are due. Any number of replicas may do so at the same time."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from shared.draining import drained
from shared.job_runs import LeaseLost, RunOver
from shared.request_context import request_context
from src.scheduler.job import Job
from src.scheduler.lease import JobRuns, Lease

PUNCTUAL = timedelta(minutes=1)

log = structlog.get_logger()


class Scheduler:
    """Checks the clock at a fixed interval and runs due jobs concurrently."""

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
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Ticks until `stopping` is set; runs in progress are finished first."""
        while not stopping.is_set():
            self.tick()
            try:
                await asyncio.wait_for(stopping.wait(), self._interval.total_seconds())
            except TimeoutError:
                continue
        await self.finish()

    def tick(self) -> None:
        """Starts every job whose latest due time has not been handled yet."""
        now = self._clock()
        for job in self._jobs:
            due_at = job.schedule.latest(now)
            if job.name in self._running or self._done.get(job.name) == due_at:
                continue
            # What was begun in time is done also later; what was missed is not begun.
            only_begun = not job.catch_up and now - due_at > PUNCTUAL
            attempt = self._traced(job, due_at, only_begun=only_begun)
            self._running[job.name] = asyncio.create_task(attempt)

    async def finish(self) -> None:
        """Drains active runs; another worker repeats a run that took too long."""
        await drained(self._running.values())

    async def _traced(self, job: Job, due_at: datetime, *, only_begun: bool) -> None:
        """An attempt whose log lines and requests share one request id."""
        with request_context(None):
            await self._attempt(job, due_at, only_begun=only_begun)

    async def _attempt(self, job: Job, due_at: datetime, *, only_begun: bool) -> None:
        try:
            lease = await Lease.claim(self._runs, job.name, due_at, only_begun=only_begun)
            if lease is not None and await self._run(job, lease):
                self._done[job.name] = due_at
        except RunOver:
            self._done[job.name] = due_at
        except Exception:
            # The lease runs out, and the next tick of any replica tries again.
            log.exception("job_failed", job=job.name, due_at=due_at.isoformat())
        finally:
            del self._running[job.name]

    async def _run(self, job: Job, lease: Lease) -> bool:
        """Whether this replica has done the job; it stops when it loses its lease."""
        due_at = lease.due_at
        log.info("job_started", job=job.name, due_at=due_at.isoformat())
        done = False
        try:
            async with asyncio.TaskGroup() as group:
                keeping = group.create_task(lease.keep())
                await job.run(due_at)
                await lease.complete()
                keeping.cancel()
                done = True
                log.info("job_completed", job=job.name, due_at=due_at.isoformat())
        except* LeaseLost:
            log.warning("job_stopped", job=job.name, due_at=due_at.isoformat())
        return done
