"""Checks that apply to every running system."""

from uuid import uuid4

import httpx
import pytest

from tests.e2e.running import RunningSystem, running_system

HEALTH = {
    "api_service": {"status": "ok"},
    "bot_service": {"status": "ok"},
    "worker_service": {"status": "ok"},
    "db_postgres_service": {"status": "ok", "database": "connected"},
    "db_mongo_service": {"status": "ok", "database": "connected"},
}
SERVICES = [name for name in running_system().urls if name in HEALTH]


@pytest.mark.parametrize("service", SERVICES)
def test_health(system: RunningSystem, service: str) -> None:
    answer = httpx.get(f"{system.urls[service]}/health")
    assert (answer.status_code, answer.json()) == (200, HEALTH[service])


@pytest.mark.parametrize("service", SERVICES)
def test_metrics(system: RunningSystem, service: str) -> None:
    assert "python_info" in httpx.get(f"{system.urls[service]}/metrics").text


def test_documentation(system: RunningSystem) -> None:
    page = httpx.get(f"{system.urls['api_service']}/api/docs")
    assert page.status_code == 200
    assert "swagger" in page.text.lower()


@pytest.mark.parametrize("service", [service for service in SERVICES if service.startswith("db_")])
def test_data_service_refuses_strangers(system: RunningSystem, service: str) -> None:
    url = system.urls[service]
    paths = httpx.get(f"{url}/openapi.json").json()["paths"]
    guarded = {path: methods for path, methods in paths.items() if path.startswith("/api/")}
    assert guarded
    for path, methods in guarded.items():
        for method in methods:
            answer = httpx.request(method, url + path.replace("{id}", str(uuid4())))
            assert answer.status_code == 401, f"{method} {path}"
