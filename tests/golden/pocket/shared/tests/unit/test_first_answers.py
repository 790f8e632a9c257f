"""What a unit of work stores for its idempotency key, and how it is found again."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.first_answers import HttpFirstAnswers
from shared.identifiers import new_id
from shared.paging import Page
from shared.unit_of_work import IdempotencyKey, KeyedAnswer, UnitOfWork, WrittenRow
from shared.values import Row
from tests.support.service import PlayedService

KEY = IdempotencyKey(new_id(), "fingerprint")


class Thing(Row):
    """A row."""

    id: UUID
    name: str


THING = Thing(id=new_id(), name="a thing")


def stored(unit: UnitOfWork) -> KeyedAnswer | None:
    return unit.request().keyed


def storing(**members: Any) -> PlayedService:
    """A data service that has stored this."""
    return PlayedService(httpx.Response(200, json={"duplicate": False, **members}))


def test_the_unit_of_a_keyed_request_has_the_identifier_of_the_key() -> None:
    unit = UnitOfWork(key=KEY)
    assert unit.request().id == KEY.unit_id
    assert stored(unit) == KeyedAnswer(fingerprint="fingerprint")


def test_a_written_row_is_stored_as_it_will_be_committed() -> None:
    created, changed = UnitOfWork(key=KEY), UnitOfWork(key=KEY)
    created.create("thing", THING.id, {"name": "a thing"})
    changed.update("thing", THING.id, 1, {"name": "a thing"})
    for unit in (created, changed):
        unit.answer(THING, "thing")
        row = WrittenRow(entity="thing", id=THING.id)
        assert stored(unit) == KeyedAnswer(fingerprint="fingerprint", row=row)


def test_anything_else_is_stored_as_it_is_known() -> None:
    values = {"id": str(THING.id), "name": "a thing"}
    read, removed, listed = UnitOfWork(key=KEY), UnitOfWork(key=KEY), UnitOfWork(key=KEY)
    read.create("another", THING.id, {})
    removed.delete("thing", THING.id, 1)
    for unit in (read, removed):
        unit.answer(THING, "thing")
        assert stored(unit) == KeyedAnswer(fingerprint="fingerprint", value=values)
    listed.answer(Page(items=[THING]))
    page = {"items": [values], "next_cursor": None, "total": None}
    assert stored(listed) == KeyedAnswer(fingerprint="fingerprint", value=page)


def test_without_a_key_nothing_is_stored() -> None:
    unit = UnitOfWork()
    unit.answer(THING, "thing")
    assert stored(unit) is None


async def test_the_row_is_answered_as_it_was_committed() -> None:
    other = {"id": str(new_id()), "name": "another"}
    rows = {"thing": [other, {"id": str(THING.id), "name": "a thing"}]}
    row = {"entity": "thing", "id": str(THING.id)}
    service = storing(rows=rows, keyed={"fingerprint": "fingerprint", "row": row})
    first = await HttpFirstAnswers(service.client()).find(KEY)
    assert first is not None
    assert first.fingerprint == "fingerprint"
    assert first.result(Thing) == THING
    assert service.requests[0].url.path.endswith(f"/{KEY.unit_id}")


@pytest.mark.parametrize(
    ("kind", "result"), [(Thing, THING), (Page[Thing], Page(items=[THING])), (type(None), None)]
)
async def test_a_value_is_answered_as_it_was_known(kind: type[object], result: Any) -> None:
    unit = UnitOfWork(key=KEY)
    if result is not None:
        unit.answer(result)
    keyed = unit.request().model_dump(mode="json")["keyed"]
    first = await HttpFirstAnswers(storing(rows={}, keyed=keyed).client()).find(KEY)
    assert first is not None
    assert first.result(kind) == result


@pytest.mark.parametrize("nothing", [None, {"rows": {}}])
async def test_what_was_not_done_has_no_first_answer(nothing: object) -> None:
    service = PlayedService(httpx.Response(200, json=nothing))
    assert await HttpFirstAnswers(service.client()).find(KEY) is None
