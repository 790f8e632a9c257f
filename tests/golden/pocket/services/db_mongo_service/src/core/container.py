"""The components of the service, created once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from src.core.config import DatabaseSettings, Settings

SELECTION_TIMEOUT_MS = 5000


@dataclass(frozen=True, slots=True)
class Container:
    """Everything that routes need."""

    settings: Settings
    client: AsyncMongoClient[dict[str, Any]]
    database: AsyncDatabase[dict[str, Any]]

    async def ping(self) -> None:
        """Raises if the database is unavailable."""
        await self.client.admin.command("ping")


def open_client(
    settings: DatabaseSettings, timeout_ms: int | None = None
) -> AsyncMongoClient[dict[str, Any]]:
    """A client that connects when it is needed; by default an operation may take its time."""
    return AsyncMongoClient(
        settings.mongo_url,
        serverSelectionTimeoutMS=SELECTION_TIMEOUT_MS,
        timeoutMS=timeout_ms,
        tz_aware=True,
    )


def build_container(settings: Settings) -> Container:
    """All parts; connections are opened when they are needed."""
    client = open_client(settings, round(settings.operation_timeout_seconds * 1000))
    return Container(settings, client, client[settings.mongo_database])


@asynccontextmanager
async def running(container: Container) -> AsyncIterator[None]:
    """Closes all connections at the end."""
    try:
        yield
    finally:
        await container.client.close()
