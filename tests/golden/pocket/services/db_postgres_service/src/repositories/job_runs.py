"""Which replica runs a job at a due time."""

from datetime import timedelta

from sqlalchemy import and_, func, update
from sqlalchemy.dialects.postgresql import insert

from shared.outbox import JobRunClaim, JobRunCompletion
from src.core.database import Sessions
from src.models.machinery import JobRun


class JobRuns:
    """One row per job and due time; its lease decides who runs it."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def claim(self, request: JobRunClaim) -> bool:
        """Whether the caller runs the job: nobody has it, or a lease ran out before it was done."""
        lease = func.now() + timedelta(seconds=request.lease_seconds)
        values = {"job": request.job, "due_at": request.due_at, "leased_until": lease}
        statement = (
            insert(JobRun)
            .values(**values)
            .on_conflict_do_update(
                index_elements=[JobRun.job, JobRun.due_at],
                set_={"leased_until": lease},
                where=and_(JobRun.completed_at.is_(None), JobRun.leased_until <= func.now()),
            )
            .returning(JobRun.job)
        )
        async with self._sessions.begin() as session:
            claimed = await session.execute(statement)
            return claimed.scalar_one_or_none() is not None

    async def complete(self, request: JobRunCompletion) -> None:
        """Notes that the run is done."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(JobRun)
                .where(JobRun.job == request.job, JobRun.due_at == request.due_at)
                .values(completed_at=func.now())
            )
