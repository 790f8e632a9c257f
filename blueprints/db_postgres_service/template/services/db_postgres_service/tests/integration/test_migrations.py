"""The revisions lead from an empty database to exactly the tables of the models, and back."""

import importlib
import pkgutil
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import create_async_engine

from src import models
from src.models.base import Base
from src.migrations.progress import settle
from tests.support.database import create_tables, migrate, schema_of, temporary_database

for module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"src.models.{module.name}")


@pytest.fixture
async def migrated_database() -> AsyncIterator[URL]:
    async with temporary_database() as url:
        await migrate(url, command.upgrade, "head")
        await settle_leftovers(url)
        yield url


@pytest.fixture
async def empty_database() -> AsyncIterator[URL]:
    async with temporary_database() as url:
        yield url


async def settle_leftovers(url: URL) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(settle)
    await engine.dispose()


async def schema(url: URL) -> set[tuple[object, ...]]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        tables = await connection.run_sync(schema_of)
    await engine.dispose()
    return tables


async def test_nothing_is_left_to_generate_after_the_newest_revision(migrated_database: URL) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    engine = create_async_engine(migrated_database)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_revisions_make_the_schema_of_the_models(migrated_database: URL, empty_database: URL) -> None:
    await create_tables(empty_database, Base.metadata)
    assert await schema(migrated_database) == await schema(empty_database)


async def test_downgrade_removes_everything(empty_database: URL) -> None:
    await migrate(empty_database, command.upgrade, "head")
    assert await schema(empty_database) != set()
    await migrate(empty_database, command.downgrade, "base")
    assert await schema(empty_database) == set()
