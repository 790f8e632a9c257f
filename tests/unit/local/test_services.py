"""What services are told, and how they are named and found."""

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from msc.local.build import read_settings
from msc.local.failure import LocalError
from msc.local.runs.folder import RunFolder
from msc.local.runs.process import Command, LocalProcess
from msc.local.services.environment import Credentials, service_environment
from msc.local.services.processes import choose_ports, servers_of, wait_ready

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
    credentials = Credentials("t" * 32, "s" * 32, (("BOT_TO_API_TOKEN", "b" * 32),))
    settings = {
        "BOT_TO_API_TOKEN": "of development",
        "LOG_LEVEL": "DEBUG",
        "TELEGRAM_API_URL": "http://simulators:8000/telegram",
        "REDIS_PASSWORD": "of the containers",
    }
    environment = service_environment(settings, SERVERS, ports, credentials)
    assert environment["DATABASE_URL"] == "postgresql+asyncpg://u:p@127.0.0.1:5432/postgres"
    assert environment["REDIS_PASSWORD"] == ""
    assert environment["POSTGRES_SERVICE_URL"] == "http://127.0.0.1:1001"
    assert environment["TELEGRAM_API_URL"] == "http://127.0.0.1:1005/telegram"
    assert environment["LOG_LEVEL"] == "DEBUG"
    assert int(environment["REGISTRATIONS_PER_CLIENT"]) > 100_000
    assert environment["OPERATOR_TOKEN"] == "t" * 32
    assert environment["BOT_TO_API_TOKEN"] == "b" * 32
    assert "PYTHONPATH" not in environment


def test_store_that_a_system_lacks_is_not_told() -> None:
    credentials = Credentials("t" * 32, "s" * 32)
    environment = service_environment({}, {"redis": SERVERS["redis"]}, {}, credentials)
    assert environment["REDIS_URL"] == SERVERS["redis"]
    assert not {"DATABASE_URL", "MONGO_URL", "RABBITMQ_URL"} & set(environment)


def test_only_needed_servers_are_asked_for() -> None:
    assert servers_of(["api_service", "db_postgres_service"]) == {"redis", "postgres"}
    assert servers_of(["simulators"]) == frozenset()


def test_message_of_a_port_in_use_names_the_way_out(tmp_path: Path, ready_port: int) -> None:
    run = RunFolder.create(tmp_path / "run")
    with pytest.raises(LocalError, match=rf"{ready_port} \(api_service\).*`--ports \d+`.*free`"):
        choose_ports(["api_service"], run, ready_port)


def test_ports_follow_each_other_or_are_any(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    names = ["api_service", "worker_service"]
    assert choose_ports(names, run, 31_000) == {"api_service": 31_000, "worker_service": 31_003}
    assert len(set(choose_ports(names, run, None).values())) == 2


def test_service_that_ends_shows_its_last_words(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    command = Command(
        "api_service", ("/bin/sh", "-c", "echo no secret; exit 3"), tmp_path, os.environ
    )
    with pytest.raises(LocalError, match=r"(?s)exit code 3.*no secret"):
        wait_ready(LocalProcess(command, run), 9)


def test_service_is_waited_for_until_it_is_ready(tmp_path: Path, ready_port: int) -> None:
    run = RunFolder.create(tmp_path / "run")
    command = Command("api_service", ("/bin/sleep", "30"), tmp_path, os.environ)
    process = LocalProcess(command, run)
    wait_ready(process, ready_port)
    process.stop(grace_seconds=0)
