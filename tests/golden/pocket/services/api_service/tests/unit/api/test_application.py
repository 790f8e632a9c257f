"""Responses of the application that are independent of its operations."""

import re

import pytest

from src.core.config import BASE_PATH
from src.main import TITLE
from tests.support.api import client, internal_client, problem_of
from tests.support.data import Data


@pytest.mark.parametrize(
    ("path", "asset"),
    [
        ("docs", "swagger-ui-bundle.js"),
        ("redoc", "redoc.standalone.js"),
    ],
)
async def test_documentation_needs_nothing_from_the_internet(path: str, asset: str) -> None:
    api = client(Data())
    page = (await api.get(f"http://api/api/{path}")).text
    urls = re.findall(r"""(?:src|href)="([^"]+)""", page)
    assert f"/api/docs/assets/{asset}" in urls
    assert [url for url in urls if not url.startswith("/api/")] == []
    assert {(await api.get(f"http://api{url}")).status_code for url in urls} == {200}


async def test_openapi_names_every_route_of_people() -> None:
    response = await client(Data()).get("http://api/api/openapi.json")
    assert response.status_code == 200
    document = response.json()
    assert document["info"]["title"] == TITLE
    routes = {
        (path, method) for path, operations in document["paths"].items() for method in operations
    }
    assert routes >= {
        (f"{BASE_PATH}/health", "get"),
        (BASE_PATH + "/bookings", "get"),
        (BASE_PATH + "/bookings/{booking_id}", "delete"),
        (BASE_PATH + "/bookings/{booking_id}/cancellation", "post"),
        (BASE_PATH + "/rooms", "get"),
        (BASE_PATH + "/rooms", "post"),
        (BASE_PATH + "/rooms/{room_id}", "patch"),
        (BASE_PATH + "/rooms/{room_id}/bookings", "post"),
    }


@pytest.mark.parametrize("path", ["http://api/health", "health"])
async def test_health_is_ok(path: str) -> None:
    response = await client(Data()).get(path)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_an_unknown_path_is_not_found() -> None:
    response = await client(Data()).get("/no-such-path")
    assert problem_of(response) == (404, "NOT_FOUND", "Not Found")


async def test_another_method_is_not_allowed() -> None:
    response = await client(Data()).delete("/health")
    assert problem_of(response) == (405, "METHOD_NOT_ALLOWED", "Method Not Allowed")


async def test_the_request_id_of_a_service_comes_back() -> None:
    headers = {"X-Request-Id": "req-of-the-test"}
    response = await internal_client(Data()).get("http://api/metrics", headers=headers)
    assert response.headers["x-request-id"] == "req-of-the-test"


async def test_the_request_id_of_anybody_else_is_replaced() -> None:
    response = await client(Data()).get("/health", headers={"X-Request-Id": "req-of-the-test"})
    assert response.headers["x-request-id"] != "req-of-the-test"


async def test_metrics_count_requests() -> None:
    await client(Data()).get("/no-such-path")
    response = await internal_client(Data()).get("http://api/metrics")
    assert response.status_code == 200
    assert 'endpoint="unmatched"' in response.text
