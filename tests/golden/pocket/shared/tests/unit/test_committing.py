"""Committing a unit of work over HTTP, and interpreting rejections."""

import json
from uuid import UUID

import httpx
import pytest
from pydantic import BaseModel

from shared import http
from shared.identifiers import new_id
from shared.problems import DependencyUnavailable, Problem
from shared.unit_of_work import Consumed, GuardFailed, HttpUnitsOfWork, UnitOfWork, VersionConflict
from tests.support.service import PlayedService, problem


class Thing(BaseModel):
    """A row."""

    id: UUID


async def test_written_rows_come_back() -> None:
    row = {"id": str(new_id())}
    answer = httpx.Response(200, json={"duplicate": False, "rows": {"thing": [row]}})
    service, unit = PlayedService(answer), UnitOfWork()
    unit.create("thing", UUID(row["id"]), {})
    committed = await HttpUnitsOfWork(service.client()).commit(unit)
    assert committed.row(Thing, "thing", UUID(row["id"])) == Thing(id=UUID(row["id"]))
    assert json.loads(service.requests[0].content)["writes"][0]["action"] == "create"


async def test_guard_that_fails_is_told_by_name() -> None:
    service = PlayedService(problem(409, "GUARD_FAILED", guard="limit"))
    with pytest.raises(GuardFailed) as failed:
        await HttpUnitsOfWork(service.client()).commit(UnitOfWork())
    assert failed.value.guard == "limit"


async def test_changed_row_is_a_version_conflict() -> None:
    service = PlayedService(problem(409, "VERSION_CONFLICT"))
    with pytest.raises(VersionConflict):
        await HttpUnitsOfWork(service.client()).commit(UnitOfWork())


async def test_other_problems_stay_what_they_are() -> None:
    service = PlayedService(problem(409, "UNIQUE_VIOLATION", fields=["name"]))
    with pytest.raises(Problem) as raised:
        await HttpUnitsOfWork(service.client()).commit(UnitOfWork())
    assert raised.value.members == {"fields": ["name"]}


async def test_commit_is_repeated_only_if_its_message_is_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "FIRST_PAUSE_SECONDS", 0.0)
    done = httpx.Response(200, json={"duplicate": True, "rows": {}})
    noted, plain = (PlayedService(httpx.Response(503), done) for _ in range(2))
    unit = UnitOfWork(consumed=Consumed(consumer="listener", key="1"))
    assert (await HttpUnitsOfWork(noted.client()).commit(unit)).duplicate
    with pytest.raises(DependencyUnavailable):
        await HttpUnitsOfWork(plain.client()).commit(UnitOfWork())
