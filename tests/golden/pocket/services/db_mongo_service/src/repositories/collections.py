"""Brings the collections up to date; running it again changes nothing."""

from typing import Any

from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase

from src.repositories.resource import EXPIRES_AT, Resource

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
    collection, retained = database[resource.collection], _retention_index(resource)
    wanted = {PREFIX + ".".join(index): index for index in resource.indexes}
    for name, group in {LISTING_INDEX: ("created_at", "_id"), **wanted}.items():
        await collection.create_index([(field, ASCENDING) for field in group], name=name)
    # Replicas of the last version list by the former ones until then.
    for name in await collection.index_information():
        is_ours = name.startswith(PREFIX) or name.partition(".")[0] == RETENTION_INDEX
        if is_ours and name != retained and name not in wanted:
            await collection.drop_index(name)


async def _retain(database: Database, resource: Resource) -> None:
    """Documents know their own end, for years of the calendar differ in length."""
    collection, retention = database[resource.collection], resource.retention
    if retention is None:
        return
    name = _retention_index(resource)
    is_old = name in await collection.index_information()
    end = {"startDate": "$created_at", "unit": retention.unit, "amount": retention.amount}
    await collection.update_many(
        # A service of the version before may still add documents without an end.
        {EXPIRES_AT: None} if is_old else {},
        [{"$set": {EXPIRES_AT: {"$dateAdd": end}}}],
        bypass_document_validation=True,
    )
    await collection.create_index([(EXPIRES_AT, ASCENDING)], name=name, expireAfterSeconds=0)


def _retention_index(resource: Resource) -> str:
    """A name for each retention, so that a change is seen."""
    retention = resource.retention
    return f"{RETENTION_INDEX}.{retention.amount}.{retention.unit}" if retention else ""
