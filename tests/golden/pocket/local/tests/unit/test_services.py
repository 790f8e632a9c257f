"""What services are told, and how they are named and found."""

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from local import services
from local.environment import Credentials, read_settings, service_environment
from local.process import Command, LocalProcess
from local.run_folder import RunFolder
from local.services import ServiceFailedError, servers_of, service_of, wait_ready

SERVERS = {
    "postgres": "postgresql://u:p@127.0.0.1:5432/postgres",
    "mongo": "mongodb://127.0.0.1:27017/",
    "redis": "redis://127.0.0.1:6379/0",
    "rabbitmq": "amqp://127.0.0.1:5672/",
}


class Ready(BaseHTTPRequestHandler):
    """Answers every request with 200."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def ready_port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Ready)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_settings_are_read_without_quotes_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("# words\n\nPLAIN=a=b\nQUOTED=\"two words\"\nSINGLE='x'\nEMPTY=\n")
    expected = {"PLAIN": "a=b", "QUOTED": "two words", "SINGLE": "x", "EMPTY": ""}
    assert read_settings(file) == expected
    assert read_settings(tmp_path / "absent") == {}


def test_services_are_told_of_this_run_and_not_of_the_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/")
    ports = {"api_service": 1000, "db_postgres_service": 1001, "simulators": 1005}
    credentials = Credentials()
    told = service_environment(SERVERS, ports, credentials, {"LOG_LEVEL": "DEBUG"})
    assert told["DATABASE_URL"] == "postgresql+asyncpg://u:p@127.0.0.1:5432/postgres"
    assert told["POSTGRES_SERVICE_URL"] == "http://127.0.0.1:1001"
    assert told["TELEGRAM_API_URL"] == "http://127.0.0.1:1005/telegram"
    assert told["LOG_LEVEL"] == "DEBUG"
    assert len(told["SERVICE_TOKEN"]) >= 32
    assert told["SERVICE_TOKEN"] == credentials.service_token
    assert "PYTHONPATH" not in told


def test_store_that_a_system_lacks_is_not_told() -> None:
    told = service_environment({"redis": SERVERS["redis"]}, {}, Credentials(), {})
    assert told["REDIS_URL"] == SERVERS["redis"]
    assert not {"DATABASE_URL", "MONGO_URL", "RABBITMQ_URL"} & set(told)


def test_only_needed_servers_are_asked_for() -> None:
    assert servers_of(["api_service", "db_postgres_service"]) == {"redis", "postgres"}
    assert servers_of(["simulators"]) == frozenset()


def test_replica_belongs_to_its_service() -> None:
    assert service_of("worker_service-2") == "worker_service"
    assert services.folder_of("worker_service-2") == services.folder_of("worker_service")


def test_port_in_use_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ready_port: int
) -> None:
    run = RunFolder.create(tmp_path / "run")
    monkeypatch.setattr(services, "present", lambda: ("api_service",))
    monkeypatch.setattr(services, "DEFAULT_PORTS", {"api_service": ready_port})
    with pytest.raises(ServiceFailedError, match=r"api_service.*--ports free"):
        services.choose_ports(run, default=True)


def test_service_that_ends_shows_its_last_words(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    command = Command("api_service", ("/bin/sh", "-c", "echo no secret"), tmp_path, os.environ)
    with pytest.raises(ServiceFailedError, match="no secret"):
        wait_ready(LocalProcess(command, run), 9)


def test_service_is_waited_for_until_it_is_ready(tmp_path: Path, ready_port: int) -> None:
    run = RunFolder.create(tmp_path / "run")
    command = Command("api_service", ("/bin/sleep", "30"), tmp_path, os.environ)
    process = LocalProcess(command, run)
    wait_ready(process, ready_port)
    process.stop(grace_seconds=0)
