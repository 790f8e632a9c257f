"""Runs migrations over one async connection; the address comes from the environment."""

import asyncio
import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.settings import load_settings
from src import models
from src.core.config import DatabaseSettings
from src.models.base import Base

LOCK_TIMEOUT = "5s"

for module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"src.models.{module.name}")


def migrate(connection: Connection) -> None:
    """Runs the revisions in a transaction."""
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    """Connects, migrates, disconnects."""
    # A revision that waits for a lock makes everybody wait behind it; to fail is less harm.
    settings = {"server_settings": {"lock_timeout": LOCK_TIMEOUT}}
    engine = create_async_engine(
        load_settings(DatabaseSettings).database_url, connect_args=settings
    )
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await engine.dispose()


asyncio.run(main())
