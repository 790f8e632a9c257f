"""One migrated database and one running service for all tests; every test starts without rows."""

from collections.abc import AsyncIterator

import httpx
import pytest
from alembic import command
from fastapi import FastAPI
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.http import ServiceClient
from shared.logs import configure_logging
from shared.unit_of_work import HttpUnitsOfWork
from src.core.config import SERVICE
from src.main import create_app
from src.models.base import Base
from src.registry import RESOURCES
from tests.support import things
from tests.support.database import create_tables, migrate, temporary_database
from tests.support.rows import Rows
from tests.support.service import client_of, service_client_of, settings_of

RESOURCES[things.NAME] = things.RESOURCE
TABLES = (*Base.metadata.tables, *things.Thing.metadata.tables)


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture(scope="session")
async def database() -> AsyncIterator[URL]:
    async with temporary_database() as url:
        await migrate(url, command.upgrade, "head")
        await create_tables(url, things.Thing.metadata)
        yield url


@pytest.fixture(scope="session")
async def engine(database: URL) -> AsyncIterator[AsyncEngine]:
    """A way to the database beside the service."""
    engine = create_async_engine(database)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
async def app(database: URL) -> AsyncIterator[FastAPI]:
    app = create_app(settings_of(database))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(autouse=True)
async def _no_rows(engine: AsyncEngine) -> None:
    # One statement, so that it does not matter which table refers to which.
    parts = (f"{name}_gone AS (DELETE FROM {name})" for name in TABLES)
    async with engine.begin() as connection:
        await connection.execute(text(f"WITH {', '.join(parts)} SELECT 1"))


@pytest.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture(scope="session")
async def service_client(app: FastAPI) -> AsyncIterator[ServiceClient]:
    client = service_client_of(app)
    yield client
    await client.close()


@pytest.fixture
def rows(client: httpx.AsyncClient) -> Rows:
    return Rows(client)


@pytest.fixture
def units_of_work(service_client: ServiceClient) -> HttpUnitsOfWork:
    return HttpUnitsOfWork(service_client)
