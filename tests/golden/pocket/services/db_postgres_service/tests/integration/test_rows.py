"""Operations on the rows of any entity."""

import httpx
import pytest

from shared.identifiers import new_id
from src.registry import RESOURCES
from tests.support.problems import assert_invalid, assert_problem
from tests.support.rows import Rows, change_of, ids, path, readable

ENTITIES = sorted(RESOURCES)
CHANGEABLE = [entity for entity in ENTITIES if change_of(entity, 2)]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_row_is_read_as_it_was_written(rows: Rows, entity: str) -> None:
    values = await rows.values(entity)
    created = await rows.client.post(path(entity), json=values)
    assert created.status_code == 201
    row = created.json()
    shown = readable(entity, values)
    assert {name: row[name] for name in shown} == shown
    assert row["version"] == 1
    assert (await rows.get(entity, row["id"])).json() == row


@pytest.mark.parametrize("entity", ENTITIES)
async def test_missing_row_is_not_found(rows: Rows, entity: str) -> None:
    missing = str(new_id())
    for answer in (
        await rows.get(entity, missing),
        await rows.patch(entity, missing, {}),
        await rows.delete(entity, missing),
    ):
        assert_problem(answer, 404, "NOT_FOUND", entity=entity, id=missing)


@pytest.mark.parametrize("entity", ENTITIES)
async def test_unknown_field_is_refused_when_a_row_is_made(rows: Rows, entity: str) -> None:
    assert_invalid(await rows.post(entity, no_such_field=1), "body.no_such_field")


@pytest.mark.parametrize("entity", ENTITIES)
async def test_deleted_row_is_gone(rows: Rows, entity: str) -> None:
    row = await rows.create(entity)
    deleted = await rows.delete(entity, row["id"], version=row["version"])
    assert deleted.status_code == 204
    assert_problem(await rows.get(entity, row["id"]), 404, "NOT_FOUND")


@pytest.mark.parametrize("entity", ENTITIES)
async def test_row_that_changed_is_not_deleted(rows: Rows, entity: str) -> None:
    row = await rows.create(entity)
    answer = await rows.delete(entity, row["id"], version=row["version"] + 1)
    assert_problem(answer, 409, "VERSION_CONFLICT")
    assert (await rows.get(entity, row["id"])).json() == row


@pytest.mark.parametrize("entity", CHANGEABLE)
async def test_change_keeps_what_is_not_given(rows: Rows, entity: str) -> None:
    row = await rows.create(entity)
    other = readable(entity, change_of(entity, 2))
    for name in other:
        before = (await rows.get(entity, row["id"])).json()
        answer = await rows.patch(entity, row["id"], {name: other[name]})
        assert answer.status_code == 200, answer.text
        after = answer.json()
        assert after[name] == other[name]
        kept = before.keys() - {name, "version", "updated_at"}
        assert {field: after[field] for field in kept} == {field: before[field] for field in kept}


@pytest.mark.parametrize("entity", CHANGEABLE)
async def test_change_of_an_old_version_is_refused(rows: Rows, entity: str) -> None:
    row = await rows.create(entity)
    changes = change_of(entity, 2)
    changed = await rows.patch(entity, row["id"], changes, version=row["version"])
    assert changed.json()["version"] == row["version"] + 1
    answer = await rows.patch(entity, row["id"], change_of(entity, 3), version=row["version"])
    assert_problem(answer, 409, "VERSION_CONFLICT")
    assert (await rows.get(entity, row["id"])).json() == changed.json()


@pytest.mark.parametrize("entity", ENTITIES)
async def test_pages_hold_every_row_once_in_order(rows: Rows, entity: str) -> None:
    created = ids([await rows.create(entity) for _ in range(5)])
    pages = await rows.pages(entity, limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [id for page in pages for id in ids(page)] == created
    backwards = await rows.pages(entity, limit=2, sort="-created_at")
    assert [id for page in backwards for id in ids(page)] == created[::-1]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_offset_skips_rows(rows: Rows, entity: str) -> None:
    created = ids([await rows.create(entity) for _ in range(3)])
    page = await rows.page(entity, limit=1, offset=1, total=True)
    assert (ids(page["items"]), page["total"]) == ([created[1]], 3)


@pytest.mark.parametrize("entity", ENTITIES)
async def test_count_and_total_follow_the_filters(rows: Rows, entity: str) -> None:
    first, *_ = [await rows.create(entity) for _ in range(3)]
    counted = await rows.client.get(f"{path(entity)}/count")
    assert counted.json() == {"count": 3}
    one = await rows.client.get(f"{path(entity)}/count", params={"id": first["id"]})
    assert one.json() == {"count": 1}
    page = await rows.page(entity, id=first["id"], total=True)
    assert (ids(page["items"]), page["total"]) == ([first["id"]], 1)
    assert (await rows.page(entity))["total"] is None


@pytest.mark.parametrize("entity", ENTITIES)
async def test_in_finds_each_of_several_rows(rows: Rows, entity: str) -> None:
    first, _, third = [await rows.create(entity) for _ in range(3)]
    matching = await rows.find(entity, id__in=f"{first['id']},{third['id']}")
    assert ids(matching) == [first["id"], third["id"]]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_every_field_has_a_range(rows: Rows, entity: str) -> None:
    row = await rows.create(entity)
    single = {name: value for name, value in row.items() if isinstance(value, str | bool | int)}
    assert {"id", "created_at", "version"} <= single.keys()
    for name, value in single.items():
        within = {f"{name}__gte": value, f"{name}__lte": value, "id": row["id"]}
        assert ids(await rows.find(entity, **within)) == [row["id"]], name


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"no_such_field": "1"}, "query.no_such_field"),
        ({"id__like": "1"}, "query.id__like"),
        ({"id": "no identifier"}, "query.id"),
        ({"sort": "no_such_field"}, "query.no_such_field"),
        ({"limit": "0"}, "query.limit"),
        ({"limit": "101"}, "query.limit"),
        ({"limit": "9" * 5000}, "query.limit"),
        ({"limit": "\u0665"}, "query.limit"),
        ({"limit": "many"}, "query.limit"),
        ({"offset": "-1"}, "query.offset"),
        ({"cursor": "not ours"}, "query.cursor"),
        ({"cursor": "e30="}, "query.cursor"),
        ({"cursor": "WyIxIl0="}, "query.cursor"),
    ],
)
@pytest.mark.parametrize("entity", ENTITIES)
async def test_query_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, entity: str, query: dict[str, str], field: str
) -> None:
    assert_invalid(await client.get(path(entity), params=query), field)
