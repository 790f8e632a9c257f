"""The components of the service, created once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from src.core.config import Settings
from src.core.database import Sessions, build_engine, ping
from src.repositories.committed_units import CommittedUnits
from src.repositories.consumed_notes import ConsumedNotes
from src.repositories.job_runs import JobRuns
from src.repositories.outbox import Outbox, OutboxBell
from src.repositories.outbox_age import OutboxAge
from src.repositories.sweeping import sweeping
from src.repositories.unit_of_work import UnitOfWorkRunner
from src.stored.reactions import REACTIONS


@dataclass(frozen=True, slots=True)
class Container:
    """Everything that routes need."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    bell: OutboxBell
    outbox: Outbox
    outbox_age: OutboxAge
    committed_units: CommittedUnits
    consumed_notes: ConsumedNotes
    job_runs: JobRuns
    units_of_work: UnitOfWorkRunner

    async def ping(self) -> None:
        """Raises if the database is unavailable."""
        await ping(self.engine)


def build_container(settings: Settings) -> Container:
    """All parts; connections are opened when they are needed."""
    engine = build_engine(settings)
    sessions = Sessions(engine, settings.request_timeout_seconds)
    bell = OutboxBell(engine)
    return Container(
        settings=settings,
        engine=engine,
        sessions=sessions,
        bell=bell,
        outbox=Outbox(sessions, bell),
        outbox_age=OutboxAge(sessions),
        committed_units=CommittedUnits(sessions),
        consumed_notes=ConsumedNotes(sessions, REACTIONS),
        job_runs=JobRuns(sessions),
        units_of_work=UnitOfWorkRunner(engine, settings.request_timeout_seconds),
    )


@asynccontextmanager
async def running(container: Container) -> AsyncIterator[None]:
    """Listens for outbox events, measures their age, sweeps notes; closes all connections."""
    try:
        async with (
            container.bell.listening(),
            container.outbox_age.measuring(),
            sweeping(container.committed_units.sweep, container.consumed_notes.sweep),
        ):
            yield
    finally:
        await container.engine.dispose()
