"""The engine: one per process."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.config import Settings

type Sessions = async_sessionmaker[AsyncSession]

RECYCLE_SECONDS = 1800
CONNECT_TIMEOUT_SECONDS = 5.0
# What the server ends by itself is ended here only if the server does not answer at all.
ANSWER_SECONDS = 1.0


def build_engine(settings: Settings) -> AsyncEngine:
    """The engine with its pool; no statement, lock or forgotten transaction lasts for ever."""
    return create_async_engine(
        settings.database_url,
        pool_size=settings.pool_size,
        max_overflow=settings.max_overflow,
        pool_timeout=settings.pool_timeout_seconds,
        pool_recycle=RECYCLE_SECONDS,
        pool_pre_ping=True,
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
            },
        },
    )


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


def build_sessions(engine: AsyncEngine) -> Sessions:
    """Makes sessions whose rows stay readable after a commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def ping(engine: AsyncEngine) -> None:
    """Raises while the database is away."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
