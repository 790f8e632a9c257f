"""Rejections of the API: people's problems pass, and what it says to services does not."""

import httpx
import pytest

from shared.problems import DependencyFailed, DependencyRejected, DependencyUnavailable
from shared.public_rejections import public_rejection
from tests.support.service import problem


def test_problem_of_people_passes_without_its_members() -> None:
    rejection = public_rejection(problem(409, "TOO_MANY", limit=3), "api_service")
    assert (rejection.status, rejection.code) == (409, "TOO_MANY")
    assert (rejection.detail, rejection.members) == ("It cannot be done", {})


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (problem(401, "SERVICE_TOKEN_REQUIRED"), DependencyFailed),
        (problem(404, "UNKNOWN_NAME"), DependencyRejected),
        (problem(405, "METHOD_NOT_ALLOWED"), DependencyRejected),
        (problem(429, "TOO_MANY_REQUESTS"), DependencyUnavailable),
        (problem(500, "INTERNAL_ERROR"), DependencyFailed),
        (httpx.Response(404, content=b"no json"), DependencyRejected),
        (httpx.Response(404, json=[]), DependencyRejected),
    ],
)
def test_problem_between_services_does_not(
    response: httpx.Response, expected: type[Exception]
) -> None:
    assert type(public_rejection(response, "api_service")) is expected
