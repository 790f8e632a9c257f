"""Committing a unit of work over HTTP, and interpreting rejections."""

import json
from uuid import UUID

import httpx
import pytest
from pydantic import BaseModel

from shared import http
from shared.identifiers import new_id
from shared.problems import DependencyUnavailable, OutcomeUnknown, Problem, problem_response
from shared.unit_of_work import Consumed, GuardFailed, HttpUnitsOfWork, UnitOfWork, VersionConflict
from tests.support.service import PlayedService, problem

LOST = httpx.ReadError("the answer got lost")
BUSY = problem(503, "DATABASE_TIMEOUT")
FAILED_MEANWHILE = problem(503, "OUTCOME_UNKNOWN")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "FIRST_PAUSE_SECONDS", 0.0)


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


async def test_message_that_was_handled_before_is_told() -> None:
    done = httpx.Response(200, json={"duplicate": True, "rows": {}})
    unit = UnitOfWork(consumed=Consumed(consumer="listener", key="1"))
    assert (await HttpUnitsOfWork(PlayedService(done).client()).commit(unit)).duplicate


@pytest.mark.parametrize("failure", [LOST, BUSY, FAILED_MEANWHILE])
async def test_commit_without_an_answer_is_repeated_under_its_identifier(
    failure: httpx.Response | Exception,
) -> None:
    done = httpx.Response(200, json={"duplicate": False, "rows": {}})
    service, unit = PlayedService(failure, done), UnitOfWork()
    await HttpUnitsOfWork(service.client()).commit(unit)
    first, second = (json.loads(request.content) for request in service.requests)
    assert first == second
    assert first["id"] == str(unit.id)


@pytest.mark.parametrize(
    "failures", [[LOST], [LOST, BUSY], [FAILED_MEANWHILE], [problem(500, "INTERNAL_ERROR")]]
)
async def test_nobody_is_invited_to_repeat_what_may_have_happened(
    failures: list[httpx.Response | Exception],
) -> None:
    with pytest.raises(OutcomeUnknown) as raised:
        await HttpUnitsOfWork(PlayedService(*failures).client()).commit(UnitOfWork())
    answer = problem_response(raised.value)
    assert answer.status_code == 503
    members = json.loads(bytes(answer.body))
    assert (members["code"], members["may_have_happened"]) == ("OUTCOME_UNKNOWN", True)
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("failure", [BUSY, httpx.ConnectError("nobody listens")])
async def test_what_did_not_happen_may_be_sent_again(
    failure: httpx.Response | Exception,
) -> None:
    with pytest.raises(DependencyUnavailable) as raised:
        await HttpUnitsOfWork(PlayedService(failure).client()).commit(UnitOfWork())
    assert not isinstance(raised.value, OutcomeUnknown)
    assert problem_response(raised.value).headers["retry-after"] == "1"
