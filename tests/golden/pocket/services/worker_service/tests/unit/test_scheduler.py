"""One replica runs a job, once per due time, also after a failure."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared import draining
from shared.job_runs import LeaseLost, RunOver
from shared.problems import DependencyUnavailable
from shared.request_context import current_request_id
from src.scheduler import lease as lease_module
from src.scheduler.job import Job
from src.scheduler.scheduler import Scheduler
from tests.support.passing_time import let_time_pass

NOW = datetime(2030, 1, 31, 12, 30, tzinfo=UTC)
DUE = datetime(2030, 1, 31, 12, 15, tzinfo=UTC)


class AtDue:
    """A schedule with one due time."""

    def latest(self, now: datetime) -> datetime:
        return DUE if now >= DUE else DUE - timedelta(hours=1)


class PlayedClock:
    """Blocks until it is released."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def goes_on(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)


class Runs:
    """The shared record, in memory: one job at its due times."""

    def __init__(self, clock: PlayedClock | None = None) -> None:
        self.clock = clock or PlayedClock()
        self.leases: dict[tuple[str, datetime], datetime] = {}
        self.claims = 0
        self.completed: list[tuple[str, datetime]] = []
        self.renewed: list[tuple[datetime, datetime]] = []
        self.refusal: Exception | None = None
        self.loses_answers = 0

    async def claim(
        self, job: str, due_at: datetime, lease: timedelta, *, only_begun: bool
    ) -> datetime | None:
        self.claims += 1
        run = (job, due_at)
        if run in self.completed or (only_begun and run not in self.leases):
            raise RunOver(job)
        if self.leases.get(run, self.clock.time) > self.clock.time:
            return None
        self.leases[run] = self.clock.time + lease
        return self.leases[run]

    async def renew(
        self, job: str, due_at: datetime, leased_until: datetime, until: datetime
    ) -> None:
        if self.refusal is not None:
            raise self.refusal
        if self.leases[job, due_at] not in (leased_until, until):
            raise LeaseLost(job)
        self.leases[job, due_at] = until
        self.renewed.append((leased_until, until))
        if self.loses_answers > 0:
            self.loses_answers -= 1
            raise DependencyUnavailable("db_postgres_service")

    async def complete(self, job: str, due_at: datetime, leased_until: datetime) -> None:
        if self.leases[job, due_at] != leased_until:
            raise LeaseLost(job)
        self.completed.append((job, due_at))


class Work:
    """A job that counts its runs and may fail, or takes its time."""

    def __init__(self, *, fails: int = 0, seconds: float = 0.0) -> None:
        self.fails = fails
        self.seconds = seconds
        self.runs: list[datetime] = []
        self.done = 0
        self.stopped_at = 0.0

    async def run(self, due_at: datetime) -> None:
        self.runs.append(due_at)
        if len(self.runs) <= self.fails:
            raise RuntimeError("this run fails")
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.stopped_at = asyncio.get_running_loop().time()
            raise
        self.done += 1


def scheduler(work: Work, runs: Runs, *others: Work, catch_up: bool = True) -> Scheduler:
    jobs = [Job("job", AtDue(), catch_up, work.run)]
    jobs += [
        Job(f"other-{number}", AtDue(), True, other.run) for number, other in enumerate(others)
    ]
    return Scheduler(jobs, runs, runs.clock.now, timedelta(seconds=1))


async def tick(scheduler_: Scheduler) -> None:
    """One reading of the clock, and the runs that it starts."""
    scheduler_.tick()
    await scheduler_.finish()


async def test_due_job_runs_once() -> None:
    work, runs = Work(), Runs()
    scheduled = scheduler(work, runs)
    await tick(scheduled)
    await tick(scheduled)
    assert (work.runs, runs.completed) == ([DUE], [("job", DUE)])


async def test_job_of_another_replica_is_left_alone() -> None:
    work, runs = Work(), Runs()
    assert await runs.claim("job", DUE, timedelta(minutes=1), only_begun=False)
    await tick(scheduler(work, runs))
    assert work.runs == []


@pytest.mark.parametrize("catch_up", [True, False])
async def test_failed_job_is_tried_again_when_its_lease_ended(*, catch_up: bool) -> None:
    work, runs = Work(fails=2), Runs(PlayedClock(DUE))
    scheduled = scheduler(work, runs, catch_up=catch_up)
    for _ in range(5):
        await tick(scheduled)
        runs.clock.goes_on(minutes=2)
    assert (work.runs, runs.completed) == ([DUE] * 3, [("job", DUE)])


async def test_missed_run_is_skipped_when_the_spec_says_so() -> None:
    work = Work()
    await tick(scheduler(work, Runs(), catch_up=False))
    assert work.runs == []


@pytest.mark.parametrize("catch_up", [True, False])
async def test_run_that_is_over_is_not_asked_for_again(*, catch_up: bool) -> None:
    runs = Runs()
    runs.completed.append(("job", DUE))
    restarted = scheduler(Work(), runs, catch_up=catch_up)
    for _ in range(5):
        await tick(restarted)
    assert runs.claims == 1


async def test_run_of_another_replica_that_fails_is_taken_over() -> None:
    clock = PlayedClock(DUE)
    runs, failing, fine = Runs(clock), Work(fails=9), Work()
    await tick(scheduler(failing, runs, catch_up=False))
    clock.goes_on(minutes=2)
    await tick(scheduler(fine, runs, catch_up=False))
    assert (len(failing.runs), fine.runs, runs.completed) == (1, [DUE], [("job", DUE)])


async def test_scheduler_finishes_what_runs_before_it_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_time_pass(monkeypatch)
    work, stopping = Work(seconds=0.1), asyncio.Event()
    running = asyncio.create_task(scheduler(work, Runs()).run(stopping))
    await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.wait_for(running, 30)
    assert work.done == 1


async def test_job_that_takes_too_long_does_not_hold_the_end_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_time_pass(monkeypatch)
    monkeypatch.setattr(draining, "DRAIN_SECONDS", 0.1)
    work, runs = Work(seconds=30), Runs()
    await asyncio.wait_for(tick(scheduler(work, runs)), 30)
    assert (len(work.runs), work.done, runs.completed) == (1, 0, [])
    assert work.stopped_at


async def test_long_job_is_not_started_again_and_holds_no_other_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_time_pass(monkeypatch)
    long, short = Work(seconds=0.3), Work()
    scheduled = scheduler(long, Runs(), short)
    for _ in range(3):
        scheduled.tick()
        await asyncio.sleep(0.02)
    assert (len(long.runs), long.done, short.done) == (1, 0, 1)
    await scheduled.finish()
    assert long.done == 1


@pytest.fixture
async def _short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    let_time_pass(monkeypatch)
    monkeypatch.setattr(lease_module, "LEASE", timedelta(seconds=0.8))
    monkeypatch.setattr(lease_module, "RENEW_AFTER", timedelta(seconds=0.1))
    monkeypatch.setattr(lease_module, "SPARE", timedelta(seconds=0.5))
    monkeypatch.setattr(lease_module, "PAUSE_SECONDS", 0.05)


@pytest.mark.usefixtures("_short_lease")
async def test_job_that_takes_longer_than_its_lease_keeps_it() -> None:
    work, runs = Work(seconds=1.0), Runs()
    await tick(scheduler(work, runs))
    assert (work.done, runs.completed) == (1, [("job", DUE)])
    # Each renewal names the lease that the one before it made.
    assert len(runs.renewed) > 4
    assert [until for _, until in runs.renewed][:-1] == [end for end, _ in runs.renewed][1:]


@pytest.mark.usefixtures("_short_lease")
async def test_job_stops_when_another_replica_has_its_lease() -> None:
    work, runs = Work(seconds=10), Runs()
    runs.refusal = LeaseLost("job")
    await asyncio.wait_for(tick(scheduler(work, runs)), 30)
    assert (len(work.runs), work.done, runs.completed) == (1, 0, [])


@pytest.mark.usefixtures("_short_lease")
async def test_job_stops_before_a_lease_ends_that_cannot_be_renewed() -> None:
    work, runs = Work(seconds=10), Runs()
    runs.refusal = DependencyUnavailable("db_postgres_service")
    started = asyncio.get_running_loop().time()
    await asyncio.wait_for(tick(scheduler(work, runs)), 30)
    assert started < work.stopped_at < started + 0.8
    assert (len(work.runs), work.done, runs.completed) == (1, 0, [])


@pytest.mark.usefixtures("_short_lease")
async def test_job_goes_on_when_its_lease_is_renewed_at_a_later_attempt() -> None:
    work, runs = Work(seconds=0.6), Runs()
    runs.refusal = DependencyUnavailable("db_postgres_service")
    scheduled = scheduler(work, runs)
    scheduled.tick()
    await asyncio.sleep(0.12)
    runs.refusal = None
    await scheduled.finish()
    assert (work.done, runs.completed) == (1, [("job", DUE)])


async def test_each_run_has_one_request_id_of_its_own() -> None:
    seen: list[tuple[str, str]] = []

    async def note(_: datetime) -> None:
        seen.append((current_request_id(), current_request_id()))

    jobs = [Job(name, AtDue(), True, note) for name in ("one", "two")]
    await tick(Scheduler(jobs, Runs(), lambda: NOW, timedelta(seconds=1)))
    (one, one_again), (two, two_again) = seen
    assert (one, two) == (one_again, two_again)
    assert one != two


@pytest.mark.usefixtures("_short_lease")
async def test_job_goes_on_when_the_answer_to_a_renewal_was_lost() -> None:
    work, runs = Work(seconds=0.6), Runs()
    runs.loses_answers = 1
    await tick(scheduler(work, runs))
    assert (work.done, runs.completed) == (1, [("job", DUE)])
    assert runs.renewed[0] == runs.renewed[1]


@pytest.mark.usefixtures("_short_lease")
async def test_job_that_ends_during_a_renewal_is_noted_under_the_new_end() -> None:
    class Slow(Runs):
        async def renew(self, *asked: Any) -> None:
            await super().renew(*asked)
            await asyncio.sleep(0.1)

    work, runs = Work(seconds=0.15), Slow()
    await tick(scheduler(work, runs))
    assert (work.done, runs.completed) == (1, [("job", DUE)])
