"""The engine: one per process."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from src.core.config import Settings

type Sessions = async_sessionmaker[AsyncSession]

RECYCLE_SECONDS = 1800


def build_engine(settings: Settings) -> AsyncEngine:
    """The engine with its pool."""
    return create_async_engine(
        settings.database_url,
        pool_size=settings.pool_size,
        max_overflow=settings.max_overflow,
        pool_timeout=settings.pool_timeout_seconds,
        pool_recycle=RECYCLE_SECONDS,
        pool_pre_ping=True,
        # Errors are logged, and parameters hold what people wrote.
        hide_parameters=True,
    )


def build_sessions(engine: AsyncEngine) -> Sessions:
    """Makes sessions whose rows stay readable after a commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def ping(engine: AsyncEngine) -> None:
    """Raises while the database is away."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
