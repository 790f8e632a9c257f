"""One replica runs a job, once per due time, also after a failure."""

import asyncio
from datetime import UTC, datetime, timedelta

from src.scheduler.job import Job
from src.scheduler.schedule import Hourly
from src.scheduler.scheduler import Scheduler

NOW = datetime(2030, 1, 31, 12, 30, tzinfo=UTC)
DUE = datetime(2030, 1, 31, 12, 15, tzinfo=UTC)


class Runs:
    """The shared record, in memory."""

    def __init__(self, *, taken: bool = False) -> None:
        self.taken = taken
        self.completed: list[tuple[str, datetime]] = []

    async def claim(self, job: str, due_at: datetime, lease: timedelta) -> bool:  # noqa: ARG002
        return not self.taken

    async def complete(self, job: str, due_at: datetime) -> None:
        self.completed.append((job, due_at))


class Work:
    """A job that counts its runs and may fail."""

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.runs: list[datetime] = []

    async def run(self, due_at: datetime) -> None:
        self.runs.append(due_at)
        if len(self.runs) <= self.fails:
            raise RuntimeError("this run fails")


def scheduler(work: Work, runs: Runs, *, catch_up: bool = True) -> Scheduler:
    job = Job("job", Hourly(15), catch_up, work.run)
    return Scheduler((job,), runs, lambda: NOW, timedelta(seconds=1))


async def test_due_job_runs_once() -> None:
    work, runs = Work(), Runs()
    made = scheduler(work, runs)
    await made.tick()
    await made.tick()
    assert (work.runs, runs.completed) == ([DUE], [("job", DUE)])


async def test_job_of_another_replica_is_left_alone() -> None:
    work = Work()
    await scheduler(work, Runs(taken=True)).tick()
    assert work.runs == []


async def test_failed_job_is_tried_again() -> None:
    work, runs = Work(fails=1), Runs()
    made = scheduler(work, runs)
    await made.tick()
    assert runs.completed == []
    await made.tick()
    assert (len(work.runs), runs.completed) == (2, [("job", DUE)])


async def test_missed_run_is_skipped_when_the_spec_says_so() -> None:
    work = Work()
    await scheduler(work, Runs(), catch_up=False).tick()
    assert work.runs == []


async def test_scheduler_stops_when_it_is_told_to() -> None:
    work, stopping = Work(), asyncio.Event()
    running = asyncio.create_task(scheduler(work, Runs()).run(stopping))
    await asyncio.sleep(0)
    stopping.set()
    await asyncio.wait_for(running, 5)
    assert work.runs == [DUE]
