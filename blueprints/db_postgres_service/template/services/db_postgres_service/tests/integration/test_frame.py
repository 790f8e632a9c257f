"""The service apart from its data: authentication and health checks."""

import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import URL

from shared.callers import ANY, CallingService
from shared.identifiers import new_id
from src.main import create_app
from src.registry import RESOURCES
from tests.support.problems import assert_problem
from tests.support.service import client_of, settings_of

OPEN = {"/health", "/ready"}


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route that needs a service token."""
    paths = app.openapi()["paths"]
    return [
        (method.upper(), path)
        for path, methods in paths.items()
        for method in methods
        if path not in OPEN
    ]


def filled(path: str) -> str:
    """The path with a value for each parameter."""
    return path.format(id=new_id(), unit_id=new_id(), name="any")


@pytest.mark.parametrize("token", ["", "another token of thirty-two characters", "ü" * 32])
async def test_every_route_wants_the_service_token(app: FastAPI, token: str) -> None:
    guarded = routes(app)
    assert len(guarded) > 10
    headers = {b"X-Service-Token": token.encode(), b"Content-Type": b"application/json"}
    async with client_of(app) as client:
        for method, path in guarded:
            answer = await client.request(method, filled(path), headers=headers, content=b"{")
            assert_problem(answer, 401, "SERVICE_TOKEN_REQUIRED")


def paths_of(service: CallingService, method: str, path: str) -> list[str]:
    """The paths that a service uses among those of a route."""
    shape = re.escape(path.removeprefix("/api/v1")).replace(r"\{name\}", "[^/]+")
    return [
        f"/api/v1{route.partition(' ')[2]}"
        for route in service.routes
        if re.fullmatch(f"{method} {shape}", route)
    ]


async def test_each_service_may_use_its_routes_and_no_others(app: FastAPI, database: URL) -> None:
    services = [service for service in settings_of(database).callers.services if ANY not in service.routes]
    for service in services:
        async with client_of(app, service.tokens[0]) as client:
            for method, path in routes(app):
                own = paths_of(service, method, path)
                other = [] if own == [path] else [path.replace("{name}", "another")]
                used = [await client.request(method, filled(url)) for url in own]
                refused = [await client.request(method, filled(url)) for url in other]
                assert not {answer.status_code for answer in used} & {401, 403}, (service.name, path)
                for answer in refused:
                    assert_problem(answer, 403, "SERVICE_NOT_ALLOWED")


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
async def test_health_needs_no_token(app: FastAPI, path: str) -> None:
    async with client_of(app, token="") as client:
        assert (await client.get(path)).status_code == 200


async def test_health_tells_of_the_database(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok", "database": "connected"}
    assert (await client.get("/ready")).json() == {"status": "ok", "checks": {"database": "ok"}}


async def test_health_tells_that_the_database_is_away(database: URL) -> None:
    away = create_app(settings_of(database.set(database="no_such_database")))
    async with client_of(away) as client:
        health, ready = await client.get("/health"), await client.get("/ready")
    assert (health.status_code, ready.status_code) == (503, 503)
    assert health.json() == {"status": "error", "database": "disconnected"}
    assert ready.json() == {"status": "not ready", "checks": {"database": "failed"}}


async def test_metrics_count_requests_by_route(client: httpx.AsyncClient) -> None:
    place = next(iter(RESOURCES.values())).path
    await client.get(f"/api/v1{place}/{new_id()}")
    metrics = (await client.get("/metrics")).text
    assert f'endpoint="/api/v1{place}/{{id}}",method="GET",status_code="404"' in metrics


@pytest.mark.parametrize("number", ["9" * 12, "9" * 40])
async def test_number_that_no_column_holds_is_not_valid(
    client: httpx.AsyncClient, number: str
) -> None:
    for known in RESOURCES.values():
        answer = await client.get(f"/api/v1{known.path}", params={"version": number})
        assert_problem(answer, 422, "VALIDATION_FAILED")


@pytest.mark.parametrize("path", ["/api/v1/guards/unknown", "/api/v1/queries/unknown"])
async def test_unknown_guard_or_query_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert_problem(await client.get(path), 404, "NOT_FOUND")


async def test_request_id_of_the_caller_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health", headers={"X-Request-Id": "req-of-the-caller"})
    assert answer.headers["x-request-id"] == "req-of-the-caller"


async def test_body_that_is_no_json_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/unit-of-work", content=b"{")
    assert_problem(answer, 422, "VALIDATION_FAILED")


async def test_unknown_path_and_method_are_refused(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/api/v1/no-such-path"), 404, "NOT_FOUND")
    assert_problem(await client.put("/health"), 405, "METHOD_NOT_ALLOWED")
