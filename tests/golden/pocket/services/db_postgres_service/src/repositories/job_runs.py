"""Which replica runs a job at a due time."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Update, and_, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.job_runs import JobRunClaim, JobRunCompletion, JobRunLease, JobRunRenewal
from src.core.database import Sessions
from src.models.machinery import JobRun

# The advisory locks of those who claim a job: a class of its own, and the job's hash.
CLAIM_LOCKS = 2
# How long runs are kept for people to look at; only the latest decides anything.
KEPT = timedelta(days=30)


class JobRuns:
    """One row per job and due time; its lease decides who runs it."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def claim(self, request: JobRunClaim) -> JobRunLease:
        """The caller's lease, if it is the one to run the job.

        It is if nobody has the run, or a lease ran out before it was done, and if no run of an
        earlier or later due time is under way.
        """
        async with self._sessions.begin() as session:
            # Two due times of one job could be claimed at the same time.
            key = func.hashtext(request.job)
            await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCKS, key)))
            run = await session.get(JobRun, (request.job, request.due_at))
            if request.only_begun if run is None else run.completed_at is not None:
                return JobRunLease(leased_until=None, over=True)
            if await _is_under_way(session, request):
                return JobRunLease(leased_until=None)
            await session.execute(
                delete(JobRun).where(
                    JobRun.job == request.job, JobRun.due_at < request.due_at - KEPT
                )
            )
            lease = func.clock_timestamp() + timedelta(seconds=request.lease_seconds)
            values = {"job": request.job, "due_at": request.due_at, "leased_until": lease}
            statement = (
                insert(JobRun)
                .values(**values)
                .on_conflict_do_update(
                    index_elements=[JobRun.job, JobRun.due_at],
                    set_={"leased_until": lease},
                    where=and_(JobRun.completed_at.is_(None), ~_leased()),
                )
                .returning(JobRun.leased_until)
            )
            return JobRunLease(leased_until=await session.scalar(statement))

    async def renew(self, request: JobRunRenewal) -> JobRunLease:
        """The lease with its new end, if it is still the caller's and the run is not done."""
        statement = (
            update(JobRun)
            .where(
                _is_of(request),
                # The new end, if the answer to the first question was lost.
                JobRun.leased_until.in_([request.leased_until, request.until]),
                JobRun.completed_at.is_(None),
                _leased(),
            )
            .values(leased_until=request.until)
        )
        return await self._held(statement)

    async def complete(self, request: JobRunCompletion) -> JobRunLease:
        """Notes that the run is done, if the lease is still the caller's."""
        statement = (
            update(JobRun)
            .where(_is_of(request), JobRun.leased_until == request.leased_until)
            .values(completed_at=func.now())
        )
        return await self._held(statement)

    async def _held(self, statement: Update) -> JobRunLease:
        asked = statement.returning(JobRun.leased_until)
        async with self._sessions.begin() as session:
            return JobRunLease(leased_until=await session.scalar(asked))


async def _is_under_way(session: AsyncSession, request: JobRunClaim) -> bool:
    running = and_(JobRun.job == request.job, JobRun.completed_at.is_(None), _leased())
    return bool(await session.scalar(select(exists().where(running))))


def _is_of(request: JobRunRenewal | JobRunCompletion) -> ColumnElement[bool]:
    return and_(JobRun.job == request.job, JobRun.due_at == request.due_at)


def _leased() -> ColumnElement[bool]:
    return JobRun.leased_until > func.clock_timestamp()
