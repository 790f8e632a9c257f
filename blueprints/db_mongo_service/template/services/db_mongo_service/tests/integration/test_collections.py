"""Migrating again brings collections up to date and keeps what is in them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from src.registry import RESOURCES
from src.repositories.collections import LISTING_INDEX, apply
from src.repositories.resource import EXPIRES_AT, Retention
from tests.support.documents import Documents

type Database = AsyncDatabase[dict[str, Any]]


async def definition(database: Database, collection: str) -> tuple[object, object]:
    """The validator and the indexes of a collection."""
    options = await database[collection].options()
    return options["validator"], await database[collection].index_information()


@pytest.mark.parametrize("entity", sorted(RESOURCES))
async def test_second_migration_changes_nothing(
    documents: Documents, database: Database, entity: str
) -> None:
    document = await documents.create(entity)
    before = await definition(database, RESOURCES[entity].collection)
    await apply(database, RESOURCES[entity])
    assert await definition(database, RESOURCES[entity].collection) == before
    assert (await documents.get(entity, document["id"])).json() == document


# In the future, for the database removes what has ended.
CREATED = datetime(2096, 2, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retention", "end"),
    [
        (Retention("day", 1), datetime(2096, 3, 1, 12, tzinfo=UTC)),
        (Retention("day", 3650), datetime(2106, 2, 27, 12, tzinfo=UTC)),
        (Retention("month", 1), datetime(2096, 3, 29, 12, tzinfo=UTC)),
        (Retention("month", 12), datetime(2097, 2, 28, 12, tzinfo=UTC)),
        (Retention("month", 48), datetime(2100, 2, 28, 12, tzinfo=UTC)),
        (Retention("month", 1200), datetime(2196, 2, 29, 12, tzinfo=UTC)),
    ],
)
async def test_retention_ends_by_the_calendar(
    database: Database, retention: Retention, end: datetime
) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="kept")
    document = {"_id": "one", "created_at": CREATED}
    await database["kept"].insert_one(document)
    await apply(database, replace(resource, retention=retention))
    assert retention.end(CREATED) == end
    assert await database["kept"].find_one() == {**document, EXPIRES_AT: end}
    await database["kept"].drop()


async def test_changed_retention_replaces_the_one_before(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="short_lived")
    await database["short_lived"].insert_one({"_id": "one", "created_at": CREATED})
    for months in (36_000, 48_000):
        retention = Retention("month", months)
        await apply(database, replace(resource, retention=retention))
        # What a service of the version before adds has no end yet.
        await database["short_lived"].insert_one(
            {"_id": str(months), "created_at": CREATED}, bypass_document_validation=True
        )
        await apply(database, replace(resource, retention=retention))
        indexes = await database["short_lived"].index_information()
        ends = [index["key"] for index in indexes.values() if "expireAfterSeconds" in index]
        assert ends == [[(EXPIRES_AT, 1)]]
        kept = [document[EXPIRES_AT] async for document in database["short_lived"].find()]
        assert set(kept) == {retention.end(CREATED)}


async def test_changed_validator_replaces_the_one_before(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="changed")
    for required in ((), resource.required):
        changed = replace(resource, required=required)
        await apply(database, changed)
        options = await database["changed"].options()
        assert options["validator"] == changed.validator()


async def test_indexes_and_retention_follow_the_spec(database: Database) -> None:
    resource = replace(next(iter(RESOURCES.values())), collection="searched", indexes=())
    await apply(database, replace(resource, retention=None))
    await database["searched"].create_index("created_at", name="made_by_hand", sparse=True)
    kept = {"_id_", LISTING_INDEX, "made_by_hand"}
    for indexes, retention, names in (
        ((("created_at",),), None, {"idx_created_at"}),
        ((("a", "b_c"), ("a_b", "c")), Retention("day", 7), {"idx_a.b_c", "idx_a_b.c", "retention.7.day"}),
        ((), Retention("month", 7), {"retention.7.month"}),
        ((), None, set()),
    ):
        await apply(database, replace(resource, indexes=indexes, retention=retention))
        assert set(await database["searched"].index_information()) == {*kept, *names}


async def test_documents_follow_new_names(database: Database) -> None:
    resource = next(iter(RESOURCES.values()))
    await database["called_before"].insert_one({"_id": "one", "said": "hello"})
    changed = replace(
        resource,
        collection="called_now",
        former_collection="called_before",
        former_fields={"said": "text"},
        retention=None,
    )
    for _ in range(2):
        await apply(database, changed)
        assert [document async for document in database["called_now"].find()] == [
            {"_id": "one", "text": "hello"}
        ]
    assert "called_before" not in await database.list_collection_names()
