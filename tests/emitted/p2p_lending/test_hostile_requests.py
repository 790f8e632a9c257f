"""Nothing that a client sends is a failure of the system, or takes it away from others."""

import time
from collections import Counter
from typing import Any

import httpx
import pytest

from msc.local.system import LocalSystem
from tests.emitted.hostile import Request, hostile_requests
from tests.emitted.p2p_lending.people import People

pytestmark = pytest.mark.emitted

SECONDS = 5.0
DATA_SERVICES = ("db_postgres_service", "db_mongo_service")


def answers_to(
    client: httpx.Client, document: dict[str, Any]
) -> list[tuple[Request, httpx.Response, float]]:
    """What became of each hostile request, and how long it took."""
    seen = []
    for request in hostile_requests(document):
        started = time.monotonic()
        answer = client.request(
            request.method,
            request.path,
            params=request.query or None,
            content=request.body,
            headers={} if request.body is None else {"Content-Type": "application/json"},
        )
        seen.append((request, answer, time.monotonic() - started))
    return seen


def faults(seen: list[tuple[Request, httpx.Response, float]]) -> list[str]:
    """Requests that were failures, took too long, or were refused in another form."""
    return [
        f"{answer.status_code} in {seconds:.1f} s: {request} -> {answer.text[:200]}"
        for request, answer, seconds in seen
        if answer.status_code >= 500
        or seconds > SECONDS
        or (
            answer.status_code >= 400
            and answer.headers["content-type"] not in ("application/problem+json",)
            and not answer.headers["content-type"].startswith("text/html")
        )
    ]


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_api_refuses_hostile_requests(system: LocalSystem, people: People, role: str) -> None:
    headers = {}
    if role == "administrator":
        token = people.sign_in("admin@p2p-lending.example", "change me in production")
        headers["Authorization"] = f"Bearer {token}"
    base = system.urls["api_service"]
    with httpx.Client(base_url=base, timeout=60, headers=headers) as client:
        document = client.get("/api/openapi.json").json()
        seen = answers_to(client, document)
        assert client.get("/health").status_code == 200
    assert faults(seen) == []
    statuses = Counter(answer.status_code for _, answer, _ in seen)
    assert {413, 414} <= statuses.keys()
    assert statuses[422 if role == "administrator" else 401] > 100


@pytest.mark.parametrize("service", DATA_SERVICES)
def test_data_service_refuses_hostile_requests(system: LocalSystem, service: str) -> None:
    headers = {"X-Service-Token": system.operator_token}
    with httpx.Client(base_url=system.urls[service], timeout=60, headers=headers) as client:
        seen = answers_to(client, client.get("/openapi.json").json())
        assert client.get("/health").status_code == 200
    assert faults(seen) == []
