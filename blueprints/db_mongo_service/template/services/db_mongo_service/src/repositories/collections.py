"""Brings the collections to what the spec says; running it again changes nothing."""

from typing import Any

from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase

from src.repositories.resource import Resource

RETENTION_INDEX = "retention"


async def apply(database: AsyncDatabase[dict[str, Any]], resource: Resource) -> None:
    """The collection with its validator, its indexes and its retention."""
    known = await database.list_collection_names(filter={"name": resource.collection})
    validator = resource.validator()
    if known:
        await database.command("collMod", resource.collection, validator=validator)
    else:
        await database.create_collection(resource.collection, validator=validator)
    collection = database[resource.collection]
    await collection.create_index([("created_at", ASCENDING), ("_id", ASCENDING)])
    for group in resource.indexes:
        await collection.create_index([(name, ASCENDING) for name in group])
    if resource.retention_seconds is not None:
        await _retain(database, resource, resource.retention_seconds)


async def _retain(
    database: AsyncDatabase[dict[str, Any]], resource: Resource, seconds: int
) -> None:
    indexes = await database[resource.collection].index_information()
    if RETENTION_INDEX in indexes:
        change = {"name": RETENTION_INDEX, "expireAfterSeconds": seconds}
        await database.command("collMod", resource.collection, index=change)
        return
    await database[resource.collection].create_index(
        [("created_at", ASCENDING)], name=RETENTION_INDEX, expireAfterSeconds=seconds
    )
