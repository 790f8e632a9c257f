"""The engine: one per process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import ConnectionPoolEntry

from src.core.config import Settings

RECYCLE_SECONDS = 1800
KEEPALIVE_SECONDS = 60
CONNECT_TIMEOUT_SECONDS = 5.0
# What the server ends by itself is ended here only if the server does not answer at all.
ANSWER_SECONDS = 1.0


def build_engine(settings: Settings) -> AsyncEngine:
    """The engine with its pool; statements, locks and idle transactions have timeouts."""
    engine = create_async_engine(
        settings.database_url,
        pool_size=settings.pool_size,
        max_overflow=settings.max_overflow,
        pool_timeout=settings.pool_timeout_seconds,
        pool_recycle=RECYCLE_SECONDS,
        # Errors are logged, and parameters hold what people wrote.
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "command_timeout": settings.statement_timeout_seconds + ANSWER_SECONDS,
            "server_settings": {
                "statement_timeout": _milliseconds(settings.statement_timeout_seconds),
                "lock_timeout": _milliseconds(settings.lock_timeout_seconds),
                "idle_in_transaction_session_timeout": _milliseconds(
                    settings.idle_in_transaction_timeout_seconds
                ),
                # What is between here and the server may forget connections that are idle.
                "tcp_keepalives_idle": str(KEEPALIVE_SECONDS),
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _use_open_connections)
    return engine


def _use_open_connections(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Has the pool replace its connections if the server has closed this one.

    The driver notices that by itself; a ping before each use would take three more ways to the
    database and back.
    """
    if entry.driver_connection is not None and entry.driver_connection.is_closed():
        raise InvalidatePoolError


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


class Sessions:
    """Creates sessions whose rows stay readable after a commit.

    What is done in one, waiting for a connection included, raises TimeoutError if it takes longer
    than `limit_seconds`.
    """

    def __init__(self, engine: AsyncEngine, limit_seconds: float) -> None:
        self._make = async_sessionmaker(engine, expire_on_commit=False)
        # A statement that only reads needs no transaction around it, which would take two more
        # ways to the database and back.
        alone = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._read = async_sessionmaker(alone, autoflush=False)
        self._limit = limit_seconds

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are lost; each statement sees what is committed by then."""
        async with asyncio.timeout(self._limit), self._read() as session:
            yield session

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, unless something is raised in it."""
        async with asyncio.timeout(self._limit), self._make.begin() as session:
            yield session


async def ping(engine: AsyncEngine) -> None:
    """Raises if the database is unavailable."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
