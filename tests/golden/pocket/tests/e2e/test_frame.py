"""What every running system shows."""

import httpx
import pytest

from local.system import LocalSystem

HEALTH = {
    "api_service": {"status": "ok"},
    "bot_service": {"status": "ok"},
    "worker_service": {"status": "ok"},
    "db_postgres_service": {"status": "ok", "database": "connected"},
    "db_mongo_service": {"status": "ok", "database": "connected"},
}


@pytest.mark.parametrize("service", sorted(HEALTH))
def test_health(system: LocalSystem, service: str) -> None:
    if service in system.urls:
        answer = httpx.get(f"{system.urls[service]}/health")
        assert (answer.status_code, answer.json()) == (200, HEALTH[service])


@pytest.mark.parametrize("service", sorted(HEALTH))
def test_metrics(system: LocalSystem, service: str) -> None:
    if service in system.urls:
        assert "python_info" in httpx.get(f"{system.urls[service]}/metrics").text


def test_documentation(system: LocalSystem) -> None:
    page = httpx.get(f"{system.urls['api_service']}/api/docs")
    assert page.status_code == 200
    assert "swagger" in page.text.lower()


def test_data_services_refuse_strangers(system: LocalSystem) -> None:
    answer = httpx.get(f"{system.urls['db_postgres_service']}/api/v1/outbox/claim")
    assert answer.status_code in (401, 405)
