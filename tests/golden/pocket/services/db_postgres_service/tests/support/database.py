"""Databases for tests: created on the test server, migrated, dropped at the end."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import URL, Connection, MetaData, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from testing.servers import postgres_url

SERVICE = Path(__file__).resolve().parents[2]


def server_url() -> URL:
    """The server that tests may make databases on."""
    return make_url(postgres_url()).set(drivername="postgresql+asyncpg")


@asynccontextmanager
async def temporary_database() -> AsyncIterator[URL]:
    """A new, empty database."""
    name = f"test_{secrets.token_hex(6)}"
    await _on_server(f"CREATE DATABASE {name}")
    try:
        yield server_url().set(database=name)
    finally:
        await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


async def _on_server(statement: str) -> None:
    engine = create_async_engine(server_url(), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def create_tables(url: URL, metadata: MetaData) -> None:
    """Creates tables from their models, without a revision."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


async def migrate(url: URL, move: Callable[[Config, str], None], revision: str) -> None:
    """Runs `alembic.command.upgrade` or `downgrade` on a database."""
    config = Config(SERVICE / "alembic.ini")
    config.set_main_option("script_location", str(SERVICE / "alembic"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENVIRONMENT", "test")
        patch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
        # The revisions run in an event loop of their own.
        await asyncio.to_thread(move, config, revision)


COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity,
           character_maximum_length, numeric_precision, numeric_scale
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def schema_of(connection: Connection) -> set[tuple[object, ...]]:
    """Every column, constraint and index of a database, but not Alembic's own table."""
    rows = [
        tuple(row)
        for query in (COLUMNS, CONSTRAINTS, INDEXES)
        for row in connection.execute(text(query))
    ]
    return {row for row in rows if row[0] != "alembic_version"}
