"""Brings the collections to what the spec says; running it again changes nothing."""

from typing import Any

from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase

from src.repositories.resource import Resource

type Database = AsyncDatabase[dict[str, Any]]

RETENTION_INDEX = "retention"
LISTING_INDEX = "listing"
# Indexes that it does not manage are left untouched.
PREFIX = "idx_"


async def apply(database: Database, resource: Resource) -> None:
    """The collection under its name of today, with its validator, indexes and retention."""
    known = await database.list_collection_names()
    if resource.former_collection in known and resource.collection not in known:
        await database[resource.former_collection].rename(resource.collection)
        known.append(resource.collection)
    validator = resource.validator()
    if resource.collection in known:
        await database.command("collMod", resource.collection, validator=validator)
        await _rename_fields(database, resource)
    else:
        await database.create_collection(resource.collection, validator=validator)
    await _index(database, resource)
    await _retain(database, resource)


async def _rename_fields(database: Database, resource: Resource) -> None:
    for former, name in resource.former_fields.items():
        # The other fields of an old document may be the next to be renamed.
        await database[resource.collection].update_many(
            {former: {"$exists": True}, name: {"$exists": False}},
            {"$rename": {former: name}},
            bypass_document_validation=True,
        )


async def _index(database: Database, resource: Resource) -> None:
    collection, wanted = database[resource.collection], _indexes(resource)
    for name in await collection.index_information():
        gone = name.startswith(PREFIX) and name not in wanted
        if gone or (name == RETENTION_INDEX and resource.retention_seconds is None):
            await collection.drop_index(name)
    for name, group in wanted.items():
        await collection.create_index([(field, ASCENDING) for field in group], name=name)


def _indexes(resource: Resource) -> dict[str, tuple[str, ...]]:
    """The indexes by name, without that of a date alone where the one of the retention serves."""
    dated = (("created_at",),) if resource.retention_seconds is not None else ()
    groups = {PREFIX + "_".join(index): index for index in resource.indexes if index not in dated}
    return {LISTING_INDEX: ("created_at", "_id"), **groups}


async def _retain(database: Database, resource: Resource) -> None:
    collection, seconds = database[resource.collection], resource.retention_seconds
    if seconds is None:
        return
    if RETENTION_INDEX in await collection.index_information():
        change = {"name": RETENTION_INDEX, "expireAfterSeconds": seconds}
        await database.command("collMod", resource.collection, index=change)
        return
    await collection.create_index(
        [("created_at", ASCENDING)], name=RETENTION_INDEX, expireAfterSeconds=seconds
    )
