"""One running service on a database of its own; every test starts without documents."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from shared.logs import configure_logging
from src.core.config import SERVICE, Settings
from src.main import create_app
from src.migrate import migrate
from src.registry import RESOURCES
from tests.support.documents import Documents
from tests.support.service import client_of, new_settings

type Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture(scope="session", autouse=True)
def _logs_of_production() -> None:
    configure_logging(SERVICE, "INFO")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return new_settings()


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    """A way to the database beside the service; it is dropped at the end."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(settings.mongo_url, tz_aware=True)
    yield client[settings.mongo_database]
    await client.drop_database(settings.mongo_database)
    await client.close()


@pytest.fixture(scope="session")
async def app(settings: Settings, database: Database) -> AsyncIterator[FastAPI]:  # noqa: ARG001
    await migrate(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(autouse=True)
async def _no_documents(app: FastAPI, database: Database) -> None:  # noqa: ARG001
    for resource in RESOURCES.values():
        await database[resource.collection].delete_many({})


@pytest.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture
def documents(client: httpx.AsyncClient) -> Documents:
    return Documents(client)
