"""Operations on the documents of any entity."""

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import ValidationError

from shared.identifiers import new_id
from src.registry import RESOURCES
from tests.support.documents import Documents, ids, path, typed
from tests.support.problems import assert_invalid, assert_problem
from tests.support.samples import SAMPLES

ENTITIES = sorted(RESOURCES)
ODD_TEXTS = ["\u00fc", 'a "b"', "a\\b", "null", "1", '"']


def cursor(value: object) -> str:
    """A position that this service did not give."""
    return base64.urlsafe_b64encode(json.dumps([value, "1"]).encode()).decode()


@pytest.mark.parametrize("entity", ENTITIES)
async def test_document_is_read_as_it_was_written(documents: Documents, entity: str) -> None:
    values = documents.values(entity)
    document = (await documents.client.post(path(entity), json=values)).json()
    shown = {name: values[name] for name in values.keys() & RESOURCES[entity].row.model_fields}
    assert {name: document[name] for name in shown} == shown
    assert (await documents.get(entity, document["id"])).json() == document


@pytest.mark.parametrize("entity", ENTITIES)
async def test_missing_document_is_not_found(documents: Documents, entity: str) -> None:
    missing = str(new_id())
    answer = await documents.get(entity, missing)
    assert_problem(answer, 404, "NOT_FOUND", entity=entity, id=missing)


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
async def test_document_is_neither_changed_nor_deleted(
    documents: Documents, entity: str, method: str
) -> None:
    document = await documents.create(entity)
    place = f"{path(entity)}/{document['id']}"
    refused = await documents.client.request(method, place, json=documents.values(entity))
    assert_problem(refused, 405, "METHOD_NOT_ALLOWED")
    assert (await documents.get(entity, document["id"])).json() == document


@pytest.mark.parametrize("entity", ENTITIES)
async def test_second_put_changes_nothing(documents: Documents, entity: str) -> None:
    identifier = str(new_id())
    first = await documents.put(entity, identifier, documents.values(entity))
    second = await documents.put(entity, identifier, documents.values(entity))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json() == (await documents.get(entity, identifier)).json()
    assert (await documents.page(entity, total=True))["total"] == 1


@pytest.mark.parametrize("entity", ENTITIES)
async def test_unknown_field_is_refused(documents: Documents, entity: str) -> None:
    assert_invalid(await documents.post(entity, no_such_field=1), "body.no_such_field")
    values = documents.values(entity, no_such_field=1)
    assert_invalid(await documents.put(entity, str(new_id()), values), "body.no_such_field")


@pytest.mark.parametrize("entity", ENTITIES)
async def test_pages_hold_every_document_once_in_order(documents: Documents, entity: str) -> None:
    created = ids([await documents.create(entity) for _ in range(5)])
    pages = await documents.pages(entity, limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [id for page in pages for id in ids(page)] == created
    backwards = await documents.pages(entity, limit=2, sort="-created_at")
    assert [id for page in backwards for id in ids(page)] == created[::-1]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_offset_skips_documents(documents: Documents, entity: str) -> None:
    created = ids([await documents.create(entity) for _ in range(3)])
    page = await documents.page(entity, limit=1, offset=1, total=True)
    assert (ids(page["items"]), page["total"]) == ([created[1]], 3)


@pytest.mark.parametrize("entity", ENTITIES)
async def test_count_and_total_follow_the_filters(documents: Documents, entity: str) -> None:
    first, *_ = [await documents.create(entity) for _ in range(3)]
    counted = await documents.client.get(f"{path(entity)}/count")
    assert counted.json() == {"count": 3}
    one = await documents.client.get(f"{path(entity)}/count", params={"id": first["id"]})
    assert one.json() == {"count": 1}
    page = await documents.page(entity, id=first["id"], total=True)
    assert (ids(page["items"]), page["total"]) == ([first["id"]], 1)
    assert (await documents.page(entity))["total"] is None


@pytest.mark.parametrize("entity", ENTITIES)
async def test_in_finds_each_of_several_documents(documents: Documents, entity: str) -> None:
    first, _, third = [await documents.create(entity) for _ in range(3)]
    matching = await documents.find(entity, id__in=f"{first['id']},{third['id']}")
    assert ids(matching) == [first["id"], third["id"]]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_documents_are_found_by_when_they_were_made(
    documents: Documents, entity: str
) -> None:
    await documents.create(entity)
    hour = timedelta(hours=1)
    # A timestamp without an offset is in UTC.
    before, after = ((datetime.now(UTC) + offset).replace(tzinfo=None) for offset in (-hour, hour))
    inside = {"created_at__gte": before.isoformat(), "created_at__lte": after.isoformat()}
    assert len(await documents.find(entity, **inside)) == 1
    assert await documents.find(entity, created_at__gte=after.isoformat()) == []
    assert await documents.find(entity, created_at__lte=before.isoformat()) == []


@pytest.mark.parametrize("entity", ENTITIES)
async def test_sorted_pages_hold_every_document_whatever_its_text(
    documents: Documents, entity: str
) -> None:
    for field in set(RESOURCES[entity].required).intersection(RESOURCES[entity].fields):
        texts = [text for text in ODD_TEXTS * 2 if fits(entity, field, text)]
        if not texts:
            continue
        created = ids([await documents.create(entity, **{field: text}) for text in texts])
        for sort, ordered in ((field, sorted(texts)), (f"-{field}", sorted(texts)[::-1])):
            # A page that comes again and again must fail, not hang.
            async with asyncio.timeout(30):
                pages = await documents.pages(entity, limit=1, sort=sort, id__in=",".join(created))
            assert [row[field] for page in pages for row in page] == ordered


@pytest.mark.parametrize("entity", ENTITIES)
async def test_order_by_a_field_without_one_is_refused(
    client: httpx.AsyncClient, entity: str
) -> None:
    resource = RESOURCES[entity]
    for field in resource.fields:
        if "object" not in resource.properties[field]["bsonType"]:
            continue
        assert_invalid(await client.get(path(entity), params={"sort": field}), "query.sort")


@pytest.mark.parametrize("entity", ENTITIES)
async def test_documents_without_a_value_come_before_all_others(
    documents: Documents, entity: str
) -> None:
    resource = RESOURCES[entity]
    for field in set(resource.fields).difference(resource.required):
        if "object" in resource.properties[field]["bsonType"]:
            continue
        created = [await documents.create(entity) for _ in range(2)]
        empty = ids([await documents.create(entity, **{field: None}) for _ in range(2)])
        values = ids(sorted(created, key=lambda row: (typed(entity, row, field), row["id"])))
        chosen = ",".join([*empty, *values])
        for sort, ordered in (
            (field, [*empty, *values]),
            (f"-{field}", [*values[::-1], *empty[::-1]]),
        ):
            pages = await documents.pages(entity, limit=1, sort=sort, id__in=chosen)
            assert [id for page in pages for id in ids(page)] == ordered


def fits(entity: str, field: str, text: str) -> bool:
    """Whether the field may hold the text."""
    try:
        document = RESOURCES[entity].create.model_validate(SAMPLES[entity](1) | {field: text})
    except ValidationError:
        return False
    return bool(document.model_dump()[field] == text)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"no_such_field": "1"}, "query.no_such_field"),
        ({"id__like": "1"}, "query.id__like"),
        ({"created_at": "yesterday"}, "query.created_at"),
        ({"sort": "no_such_field"}, "query.sort"),
        ({"limit": "0"}, "query.limit"),
        ({"limit": "101"}, "query.limit"),
        ({"limit": "9" * 5000}, "query.limit"),
        ({"limit": "\u0665"}, "query.limit"),
        ({"limit": "many"}, "query.limit"),
        ({"offset": "-1"}, "query.offset"),
        ({"cursor": "not ours"}, "query.cursor"),
        ({"cursor": "e30="}, "query.cursor"),
        ({"cursor": cursor({"$gt": ""})}, "query.cursor"),
        ({"cursor": cursor(None)}, "query.cursor"),
        ({"cursor": cursor(1 << 63)}, "query.cursor"),
    ],
)
@pytest.mark.parametrize("entity", ENTITIES)
async def test_query_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, entity: str, query: dict[str, str], field: str
) -> None:
    assert_invalid(await client.get(path(entity), params=query), field)
