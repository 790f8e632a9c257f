"""Documents of AuditLog: what is stored, how it is found, and when it ends."""

from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import WriteError

from src.repositories.resource import EXPIRES_AT, Retention
from tests.support.documents import Documents, ids, path, typed
from tests.support.problems import assert_invalid

type Database = AsyncDatabase[dict[str, Any]]

ENTITY = "audit_log"
COLLECTION = "audit_logs"
DOCUMENT_FAILED_VALIDATION = 121


@pytest.mark.parametrize(
    "field", ["operation", "category", "entity_type", "entity_id", "request_id", "occurred_at"]
)
async def test_required_field_must_be_given(documents: Documents, field: str) -> None:
    values = documents.values(ENTITY)
    del values[field]
    assert_invalid(await documents.client.post(path(ENTITY), json=values), f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("operation", None),
        ("operation", "x" * 81),
        ("category", None),
        ("category", "x" * 41),
        ("actor_id", "not an identifier"),
        ("entity_type", None),
        ("entity_type", "x" * 81),
        ("entity_id", None),
        ("entity_id", "x" * 65),
        ("request_id", None),
        ("request_id", "x" * 81),
        ("occurred_at", None),
        ("occurred_at", "yesterday"),
        ("details", None),
        ("details", "no object"),
    ],
)
async def test_value_that_does_not_fit_is_refused(
    documents: Documents, field: str, value: object
) -> None:
    assert_invalid(await documents.post(ENTITY, **{field: value}), f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("operation", 1),
        ("category", 1),
        ("actor_id", 1),
        ("entity_type", 1),
        ("entity_id", 1),
        ("request_id", 1),
        ("occurred_at", "of another type"),
        ("details", "of another type"),
        ("no_such_field", 1),
    ],
)
async def test_database_refuses_the_value_by_itself(
    documents: Documents, database: Database, field: str, value: object
) -> None:
    await documents.create(ENTITY)
    with pytest.raises(WriteError) as refused:
        await database[COLLECTION].update_one({}, {"$set": {field: value}})
    assert refused.value.code == DOCUMENT_FAILED_VALIDATION


@pytest.mark.parametrize(
    "field",
    ["operation", "category", "entity_type", "entity_id", "request_id", "occurred_at", "details"],
)
async def test_database_wants_the_field_by_itself(
    documents: Documents, database: Database, field: str
) -> None:
    await documents.create(ENTITY)
    with pytest.raises(WriteError) as refused:
        await database[COLLECTION].update_one({}, {"$unset": {field: ""}})
    assert refused.value.code == DOCUMENT_FAILED_VALIDATION


@pytest.mark.parametrize(
    "fields",
    [
        ("actor_id", "occurred_at"),
    ],
)
async def test_index_exists(database: Database, fields: tuple[str, ...]) -> None:
    indexes = await database[COLLECTION].index_information()
    keys = [tuple(name for name, _ in index["key"]) for index in indexes.values()]
    assert fields in keys


async def test_documents_are_kept_for_so_long(documents: Documents, database: Database) -> None:
    indexes = await database[COLLECTION].index_information()
    ends = [index["key"] for index in indexes.values() if "expireAfterSeconds" in index]
    assert ends == [[(EXPIRES_AT, 1)]]
    await documents.create(ENTITY)
    document = await database[COLLECTION].find_one()
    assert document is not None
    assert document[EXPIRES_AT] == Retention("month", 24).end(document["created_at"])


@pytest.mark.parametrize(
    "field",
    ["operation", "category", "actor_id", "entity_type", "entity_id", "request_id", "occurred_at"],
)
async def test_filter_finds_the_documents_with_a_value(documents: Documents, field: str) -> None:
    first, second = await documents.create(ENTITY), await documents.create(ENTITY)
    matching = await documents.find(ENTITY, **{field: first[field]})
    equal = [document["id"] for document in (first, second) if document[field] == first[field]]
    assert ids(matching) == equal


@pytest.mark.parametrize("field", ["occurred_at"])
async def test_filter_by_range_includes_its_ends(documents: Documents, field: str) -> None:
    created = [await documents.create(ENTITY) for _ in range(3)]
    low, middle, high = sorted(created, key=lambda row: typed(ENTITY, row, field))
    upper = await documents.find(ENTITY, **{f"{field}__gte": middle[field]})
    lower = await documents.find(ENTITY, **{f"{field}__lte": middle[field]})
    both = {f"{field}__gte": middle[field], f"{field}__lte": middle[field]}
    assert sorted(ids(upper)) == sorted(ids([middle, high]))
    assert sorted(ids(lower)) == sorted(ids([low, middle]))
    assert ids(await documents.find(ENTITY, **both)) == [middle["id"]]


@pytest.mark.parametrize(
    "field", ["operation", "category", "entity_type", "entity_id", "request_id", "occurred_at"]
)
async def test_sorted_pages_hold_every_document_in_order(documents: Documents, field: str) -> None:
    created = [await documents.create(ENTITY) for _ in range(3)]
    expected = ids(sorted(created, key=lambda row: typed(ENTITY, row, field)))
    forwards = await documents.pages(ENTITY, limit=1, sort=field)
    backwards = await documents.pages(ENTITY, limit=1, sort=f"-{field}")
    assert [id for page in forwards for id in ids(page)] == expected
    assert [id for page in backwards for id in ids(page)] == expected[::-1]
