"""Commits an operation's whole result in one serialisable transaction.

Correctness rests on the isolation level. Advisory locks, one per guard and parameters, only keep
those who would collide in a queue: they are taken before the transaction takes its snapshot, on the
same connection, and released after it. The one of the unit itself keeps its repetition, which comes
if an answer was lost, apart from the first run, should that still be under way. Within a process
the same queues are kept without a connection, so those who wait take none from anybody else.
"""

import asyncio
import hashlib
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from asyncpg.exceptions import InvalidCachedStatementError
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from shared.problems import (
    GuardRefused,
    NotValid,
    OutcomeUnknown,
    Problem,
    ReferenceViolation,
    RowChanged,
    UniqueViolation,
    UnknownName,
)
from shared.unit_of_work import (
    CreateWrite,
    DeleteWrite,
    UnitOfWorkRequest,
    UnitOfWorkResponse,
    UpdateWrite,
    VersionConflict,
)
from src.models.machinery import ConsumedMessage, OutboxEvent
from src.registry import RESOURCES
from src.repositories.committed_units import first_answer, note_committed
from src.repositories.guards import holds
from src.repositories.queues import Queues
from src.repositories.resource import Resource
from src.repositories.rows import RowRepository, require_version

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.01
CHANNEL = "outbox"
JITTER = random.SystemRandom()
# All of them in their order, on one way to the database and back.
LOCK = "SELECT pg_advisory_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"
UNLOCK = "SELECT pg_advisory_unlock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"
RETRIED_STATES = frozenset({"40001", "40P01"})

log = structlog.get_logger()


@dataclass(slots=True)
class Progress:
    """How far a unit of work has come: whether it may be committed."""

    may_be_committed: bool = False


class AlreadyConsumed(Exception):
    """The message that caused the work was handled before."""


class UnitOfWorkRunner:
    """Runs units of work, and retries those that collided with another one."""

    def __init__(self, engine: AsyncEngine, timeout_seconds: float) -> None:
        self._engine = engine
        self._timeout = timeout_seconds
        self._queues = Queues()

    async def run(self, unit: UnitOfWorkRequest) -> UnitOfWorkResponse:
        """Commits; raises the problem that prevents it.

        A unit that takes too long is given up before its caller gives up and asks again.
        """
        progress, keys = Progress(), _lock_keys(unit)
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._queues.turn(keys),
                self._engine.connect() as connection,
                _locked(connection, keys),
            ):
                return await self._once(connection, unit, progress)
        except (OSError, DBAPIError) as error:
            if progress.may_be_committed:
                raise OutcomeUnknown("The database") from error
            raise

    async def _once(
        self, connection: AsyncConnection, unit: UnitOfWorkRequest, progress: Progress
    ) -> UnitOfWorkResponse:
        """What the unit is answered, or was when it was committed."""
        try:
            return await self._with_retries(connection, unit, progress)
        except (Problem, AlreadyConsumed) as refusal:
            await connection.rollback()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            first = await first_answer(connection, unit)
            if first is None and isinstance(refusal, Problem):
                raise
            return first or UnitOfWorkResponse(duplicate=True)

    async def _with_retries(
        self, connection: AsyncConnection, unit: UnitOfWorkRequest, progress: Progress
    ) -> UnitOfWorkResponse:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await _attempt(connection, unit, progress)
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise
                progress.may_be_committed = False
                # A commit that the database refuses leaves its transaction open here.
                await connection.rollback()
                if not (state_of(error) in RETRIED_STATES or is_outdated(error)):
                    raise
                log.info("unit_of_work_collided", attempt=attempt)
                pause = FIRST_PAUSE_SECONDS * 2**attempt
                await asyncio.sleep(JITTER.uniform(pause / 2, pause))
        raise RowChanged


async def _attempt(
    connection: AsyncConnection, unit: UnitOfWorkRequest, progress: Progress
) -> UnitOfWorkResponse:
    async with AsyncSession(connection, expire_on_commit=False) as session:
        try:
            answer = await _execute(session, unit)
            await note_committed(session, unit, answer)
            progress.may_be_committed = True
            await session.commit()
        except VersionConflict as error:
            raise RowChanged from error
        except IntegrityError as error:
            raise constraint_problem(error) from error
        return answer


async def _execute(session: AsyncSession, unit: UnitOfWorkRequest) -> UnitOfWorkResponse:
    await _consume(session, unit)
    for read in unit.reads:
        current = await RowRepository(session, resource(read.entity)).get(read.id)
        require_version(current, read.version)
    for guard in unit.guards:
        if not await holds(session, guard.name, guard.parameters):
            raise GuardRefused(guard.name)
    rows: dict[str, list[dict[str, Any]]] = {}
    for write in unit.writes:
        row = await _write(session, write)
        if row is not None:
            rows.setdefault(write.entity, []).append(row)
    await _publish(session, unit)
    return UnitOfWorkResponse(rows=rows)


async def _consume(session: AsyncSession, unit: UnitOfWorkRequest) -> None:
    if unit.consumed is None:
        return
    note = insert(ConsumedMessage).values(**unit.consumed.model_dump()).on_conflict_do_nothing()
    inserted = await session.execute(note.returning(ConsumedMessage.key))
    if inserted.scalar_one_or_none() is None:
        raise AlreadyConsumed


async def _write(
    session: AsyncSession, write: CreateWrite | UpdateWrite | DeleteWrite
) -> dict[str, Any] | None:
    kind = resource(write.entity)
    repository = RowRepository(session, kind)
    match write:
        case CreateWrite():
            values = kind.create.model_validate(write.values)
            return kind.dump(await repository.create(values, write.id))
        case UpdateWrite():
            changes = kind.update.model_validate(write.values)
            return kind.dump(await repository.update(write.id, changes, write.version))
        case DeleteWrite():
            await repository.delete(write.id, write.version)
            return None


async def _publish(session: AsyncSession, unit: UnitOfWorkRequest) -> None:
    if not unit.events:
        return
    session.add_all(OutboxEvent(**event.model_dump()) for event in unit.events)
    await session.flush()
    await session.execute(select(text("pg_notify(:channel, '')")).params(channel=CHANNEL))


def resource(name: str) -> Resource:
    """The entity of that name; raises UnknownName."""
    entity = RESOURCES.get(name)
    if entity is None:
        raise UnknownName("entity", name)
    return entity


def constraint_problem(error: IntegrityError) -> Problem:
    """The answer to a violated constraint, by the kind of constraint."""
    name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None) or ""
    state = state_of(error)
    if state == "23505":
        return UniqueViolation(_fields_of(name))
    if state == "23503":
        return ReferenceViolation(name)
    log.info("constraint_violated", constraint=name)
    return NotValid([])


def _fields_of(constraint: str) -> list[str]:
    for candidate in RESOURCES.values():
        for one in candidate.model.__table__.constraints:  # type: ignore[attr-defined]
            if one.name == constraint:
                # A column that PostgreSQL or every row has already ends in `_`.
                return [column.name.removesuffix("_") for column in one.columns]
    return []


def state_of(error: DBAPIError) -> str:
    """The SQL state reported by the driver, or an empty text."""
    return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", ""))


def is_outdated(error: DBAPIError) -> bool:
    """Whether a statement was prepared before a column got another type; the next time holds."""
    return isinstance(getattr(error.orig, "__cause__", None), InvalidCachedStatementError)


def _lock_keys(unit: UnitOfWorkRequest) -> list[int]:
    guards = {
        json.dumps([guard.name, guard.parameters], sort_keys=True, default=str)
        for guard in unit.guards
    }
    digests = [hashlib.sha256(guard.encode()).digest() for guard in guards]
    # The end of an identifier is chance.
    keys = (key[-8:] for key in (unit.id.bytes, *digests))
    return sorted(int.from_bytes(key, signed=True) for key in keys)


@asynccontextmanager
async def _locked(connection: AsyncConnection, keys: list[int]) -> AsyncIterator[None]:
    """Serialisable transactions on the connection, with the advisory locks held around them."""
    try:
        await _execute_for(connection, LOCK, keys)
        await connection.execution_options(isolation_level="SERIALIZABLE")
        yield
    finally:
        # Locks outlive the transaction, and an attempt that was given up, but not the connection.
        await connection.rollback()
        if not connection.invalidated:
            await _execute_for(connection, UNLOCK, keys)


async def _execute_for(connection: AsyncConnection, statement: str, keys: list[int]) -> None:
    await connection.execution_options(isolation_level="AUTOCOMMIT")
    await connection.execute(text(statement), {"keys": keys})
    await connection.commit()
