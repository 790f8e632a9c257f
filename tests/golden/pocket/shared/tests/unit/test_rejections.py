"""Rejections of data services: a few pass, in our words, and all others are an outage."""

import httpx
import pytest

from shared.problems import (
    DependencyFailed,
    DependencyRejected,
    DependencyUnavailable,
    Problem,
    problem_body,
)
from shared.rejections import data_rejection

INSIDE = "pg_shadow at db_postgres_service:8000"
ERRORS = [{"field": "query.cursor", "message": "Invalid cursor"}]


def rejection(status: int, code: str, **members: object) -> httpx.Response:
    """A problem that says more than anybody may learn."""
    body = {"type": INSIDE, "title": INSIDE, "detail": INSIDE, "instance": INSIDE, "code": code}
    return httpx.Response(status, json={**body, "status": 200, "trace": INSIDE, **members})


def seen(response: httpx.Response) -> Problem:
    """What is made of the response, which must not say anything from inside."""
    problem = data_rejection(response, "db_postgres_service")
    assert INSIDE not in str(problem_body(problem))
    assert "postgres" not in str(problem_body(problem))
    return problem


@pytest.mark.parametrize(
    ("status", "code", "members"),
    [
        (404, "NOT_FOUND", {"entity": "thing", "id": "7"}),
        (409, "GUARD_FAILED", {"guard": "limit"}),
        (409, "REFERENCE_VIOLATION", {}),
        (409, "UNIQUE_VIOLATION", {"fields": ["name"]}),
        (409, "UNIT_OF_WORK_REUSED", {}),
        (409, "VERSION_CONFLICT", {}),
        (422, "VALIDATION_FAILED", {"errors": ERRORS}),
        (422, "VALIDATION_FAILED", {}),
    ],
)
def test_rejection_of_what_a_caller_asked_for_passes(
    status: int, code: str, members: dict[str, object]
) -> None:
    problem = seen(rejection(status, code, **members))
    assert (problem.status, problem.code, problem.members) == (status, code, members)


@pytest.mark.parametrize(
    ("status", "code", "members"),
    [
        (400, "BAD_REQUEST", {}),
        (404, "NOT_FOUND", {}),
        (404, "UNKNOWN_NAME", {}),
        (405, "METHOD_NOT_ALLOWED", {}),
        (409, "GUARD_FAILED", {"guard": ["limit"]}),
        (409, "NOT_FOUND", {"entity": "thing", "id": "7"}),
        (409, "OF_TOMORROW", {}),
        (413, "CONTENT_TOO_LARGE", {}),
        (422, "VALIDATION_FAILED", {"errors": [{"field": "body.writes", "message": "no list"}]}),
        (422, "VALIDATION_FAILED", {"errors": "many"}),
    ],
)
def test_other_rejection_is_an_error_of_ours(
    status: int, code: str, members: dict[str, object]
) -> None:
    problem = seen(rejection(status, code, **members))
    assert isinstance(problem, DependencyRejected)
    assert (problem.status, problem.code, problem.members) == (503, "DEPENDENCY_UNAVAILABLE", {})


@pytest.mark.parametrize("status", [401, 403, 500, 501])
def test_service_that_does_not_admit_us_has_failed(status: int) -> None:
    assert isinstance(seen(rejection(status, "NOT_FOUND")), DependencyFailed)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_service_that_has_no_time_is_unavailable(status: int) -> None:
    problem = seen(rejection(status, "LATER"))
    assert type(problem) is DependencyUnavailable


@pytest.mark.parametrize("body", [b"no json", b"[]", b"{}", b'{"code": []}'])
def test_rejection_that_is_no_problem_is_an_error_of_ours(body: bytes) -> None:
    assert isinstance(seen(httpx.Response(418, content=body)), DependencyRejected)


def test_withheld_rejection_is_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What people say of themselves may be called `code`, and is hidden then.
    monkeypatch.setattr("shared.logs.PERSONAL_FIELDS", frozenset())
    seen(rejection(409, "OF_TOMORROW"))
    assert "OF_TOMORROW" in capsys.readouterr().out
