"""A busy or unavailable database: a timely error, after which the caller can retry."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from shared.identifiers import new_id
from src.core.config import Settings
from src.main import create_app
from src.registry import RESOURCES
from tests.support.documents import Documents
from tests.support.problems import assert_problem
from tests.support.service import client_of

ENTITY = min(RESOURCES)
# Far below the time after which the server itself ends a transaction.
IN_TIME_SECONDS = 40.0

type Database = AsyncDatabase[dict[str, Any]]


@asynccontextmanager
async def documents_of(settings: Settings, **overrides: object) -> AsyncIterator[Documents]:
    """The documents of a service of its own, with some other settings."""
    app = create_app(settings.model_copy(update=overrides))
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield Documents(client)


async def test_document_that_another_writes_is_not_waited_for_for_ever(
    settings: Settings, database: Database, documents: Documents
) -> None:
    identifier, collection = str(new_id()), database[RESOURCES[ENTITY].collection]
    values = documents.values(ENTITY)
    template = await documents.create(ENTITY)
    stored = {**(await collection.find_one({"_id": template["id"]}) or {}), "_id": identifier}
    async with documents_of(settings, operation_timeout_seconds=0.5) as impatient:
        async with database.client.start_session() as session, await session.start_transaction():
            await collection.insert_one(stored, session=session)
            async with asyncio.timeout(IN_TIME_SECONDS):
                refused = await impatient.put(ENTITY, identifier, values)
            await session.abort_transaction()
        assert_problem(refused, 503, "DATABASE_TIMEOUT")
        assert refused.headers["retry-after"] == "1"
        assert (await documents.put(ENTITY, identifier, values)).status_code == 201


async def test_caller_is_told_that_the_database_is_away(settings: Settings) -> None:
    nowhere = {"mongo_url": "mongodb://127.0.0.1:1/", "operation_timeout_seconds": 0.5}
    app = create_app(settings.model_copy(update=nowhere))
    async with client_of(app) as client:
        refused = await Documents(client).get(ENTITY, str(new_id()))
    assert_problem(refused, 503, "DATABASE_UNAVAILABLE")
