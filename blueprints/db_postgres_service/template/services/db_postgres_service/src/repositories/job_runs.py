"""Which replica runs a job at a due time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.job_runs import JobRunClaim, JobRunCompletion, JobRunRenewal
from src.core.database import Sessions
from src.models.machinery import JobRun

# The advisory locks of those who claim a job: a class of its own, and the job's hash.
CLAIM_LOCKS = 2


class JobRuns:
    """One row per job and due time; its lease decides who runs it."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def claim(self, request: JobRunClaim) -> datetime | None:
        """The end of the caller's lease, if it is the one to run the job.

        It is if nobody has the run, or a lease ran out before it was done, and if no run of an
        earlier or later due time is under way.
        """
        async with self._sessions.begin() as session:
            # Two due times of one job could be claimed at the same moment.
            key = func.hashtext(request.job)
            await session.execute(select(func.pg_advisory_xact_lock(CLAIM_LOCKS, key)))
            if await _is_under_way(session, request):
                return None
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
            return await session.scalar(statement)

    async def renew(self, request: JobRunRenewal) -> datetime | None:
        """The new end of a lease, if it is still the caller's and the run is not done."""
        lease = func.clock_timestamp() + timedelta(seconds=request.lease_seconds)
        statement = (
            update(JobRun)
            .where(
                JobRun.job == request.job,
                JobRun.due_at == request.due_at,
                JobRun.leased_until == request.leased_until,
                JobRun.completed_at.is_(None),
            )
            .values(leased_until=lease)
            .returning(JobRun.leased_until)
            .execution_options(synchronize_session=False)
        )
        async with self._sessions.begin() as session:
            return await session.scalar(statement)

    async def complete(self, request: JobRunCompletion) -> None:
        """Notes that the run is done."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(JobRun)
                .where(JobRun.job == request.job, JobRun.due_at == request.due_at)
                .values(completed_at=func.now())
            )


async def _is_under_way(session: AsyncSession, request: JobRunClaim) -> bool:
    running = and_(JobRun.job == request.job, JobRun.completed_at.is_(None), _leased())
    return bool(await session.scalar(select(exists().where(running))))


def _leased() -> ColumnElement[bool]:
    return JobRun.leased_until > func.clock_timestamp()
