"""The response to a rejected request."""

from typing import Any

import httpx


def assert_problem(answer: httpx.Response, status: int, code: str, **members: Any) -> None:
    """The answer is a problem (RFC 9457) with that status, code and further members."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert {key: body.get(key) for key in members} == members
    assert body["instance"] == f"urn:request:{answer.headers['x-request-id']}"


def assert_invalid(answer: httpx.Response, field: str) -> None:
    """The response reports that this field is invalid."""
    assert_problem(answer, 422, "VALIDATION_FAILED")
    assert field in [error["field"] for error in answer.json()["errors"]]
