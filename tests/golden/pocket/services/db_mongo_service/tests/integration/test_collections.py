"""Starting the service again brings collections up to date and keeps what is in them."""

from dataclasses import replace
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from src.registry import RESOURCES
from src.repositories.collections import LISTING_INDEX, RETENTION_INDEX, apply
from tests.support.documents import Documents

type Database = AsyncDatabase[dict[str, Any]]


async def definition(database: Database, collection: str) -> tuple[object, object]:
    """The validator and the indexes of a collection."""
    options = await database[collection].options()
    return options["validator"], await database[collection].index_information()


@pytest.mark.parametrize("entity", sorted(RESOURCES))
async def test_second_start_changes_nothing(
    documents: Documents, database: Database, entity: str
) -> None:
    document = await documents.create(entity)
    before = await definition(database, RESOURCES[entity].collection)
    await apply(database, RESOURCES[entity])
    assert await definition(database, RESOURCES[entity].collection) == before
    assert (await documents.get(entity, document["id"])).json() == document


async def test_changed_retention_replaces_the_one_before(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="short_lived")
    for seconds in (3600, 7200):
        await apply(database, replace(resource, retention_seconds=seconds))
        indexes = await database["short_lived"].index_information()
        assert indexes[RETENTION_INDEX]["expireAfterSeconds"] == seconds


async def test_changed_validator_replaces_the_one_before(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="changed")
    for required in ((), resource.required):
        changed = replace(resource, required=required)
        await apply(database, changed)
        options = await database["changed"].options()
        assert options["validator"] == changed.validator()


async def test_indexes_and_retention_follow_the_spec(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="searched")
    await apply(database, replace(resource, indexes=(("created_at",),), retention_seconds=None))
    await database["searched"].create_index("created_at", name="made_by_hand", sparse=True)
    kept = {"_id_", LISTING_INDEX, "made_by_hand"}
    for seconds, index in ((None, "idx_created_at"), (60, RETENTION_INDEX)) * 2:
        changed = replace(resource, indexes=(("created_at",),), retention_seconds=seconds)
        await apply(database, changed)
        assert set(await database["searched"].index_information()) == {*kept, index}
    await apply(database, replace(resource, indexes=(), retention_seconds=None))
    assert set(await database["searched"].index_information()) == kept


async def test_documents_follow_new_names(database: Database) -> None:
    resource = next(iter(RESOURCES.values()))
    await database["called_before"].insert_one({"_id": "one", "said": "hello"})
    changed = replace(
        resource,
        collection="called_now",
        former_collection="called_before",
        former_fields={"said": "text"},
    )
    for _ in range(2):
        await apply(database, changed)
        assert [document async for document in database["called_now"].find()] == [
            {"_id": "one", "text": "hello"}
        ]
    assert "called_before" not in await database.list_collection_names()
