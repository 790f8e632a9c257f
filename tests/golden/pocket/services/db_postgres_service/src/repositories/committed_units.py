"""Which units of work were committed, and the answer to each, for a caller who did not get it."""

import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.problems import IdentifierReused
from shared.unit_of_work import UnitOfWorkRequest, UnitOfWorkResponse
from src.core.database import Sessions
from src.models.machinery import CommittedUnit
from src.repositories.sweeping import delete_in_batches

# Nobody repeats a commit for longer than that.
KEPT = timedelta(hours=24)


async def note_committed(
    session: AsyncSession, unit: UnitOfWorkRequest, answer: UnitOfWorkResponse
) -> None:
    """Keeps the answer; a unit that was committed before violates the primary key."""
    note = insert(CommittedUnit).values(
        id=unit.id, digest=_digest(unit), answer=_stored(unit, answer).model_dump_json()
    )
    await session.execute(note)


async def first_answer(
    connection: AsyncConnection, unit: UnitOfWorkRequest
) -> UnitOfWorkResponse | None:
    """The answer of when the unit was committed; raises a conflict if it was another one."""
    note = select(CommittedUnit.digest, CommittedUnit.answer).where(CommittedUnit.id == unit.id)
    row = (await connection.execute(note)).one_or_none()
    if row is None:
        return None
    if row.digest != _digest(unit):
        raise IdentifierReused
    return UnitOfWorkResponse.model_validate_json(row.answer)


def _stored(unit: UnitOfWorkRequest, answer: UnitOfWorkResponse) -> UnitOfWorkResponse:
    return answer.model_copy(update={"keyed": unit.keyed})


def _digest(unit: UnitOfWorkRequest) -> bytes:
    # Without defaults, so that a new member of the next release changes nothing.
    return hashlib.sha256(unit.model_dump_json(exclude_defaults=True).encode()).digest()


class CommittedUnits:
    """Finds and sweeps the notes."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def sweep(self) -> None:
        """Deletes notes that nobody asks for any more."""
        old = CommittedUnit.committed_at < func.now() - KEPT
        await delete_in_batches(self._sessions, [CommittedUnit.id], old)

    async def find(self, unit_id: UUID) -> UnitOfWorkResponse | None:
        """What was stored with the unit, if it was committed."""
        note = select(CommittedUnit.answer).where(CommittedUnit.id == unit_id)
        async with self._sessions.reading() as session:
            answer = await session.scalar(note)
        return None if answer is None else UnitOfWorkResponse.model_validate_json(answer)
