"""The four real servers: started together, stopped and started again with their data."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pymongo import MongoClient

from msc.local.runs.folder import RunFolder, clean_abandoned
from msc.local.runs.identity import ProcessIdentity
from msc.local.servers.probes import postgres_answers, rabbitmq_answers, redis_answers
from msc.local.servers.rabbitmq import RabbitmqProcess
from msc.local.servers.servers import LocalServers

pytestmark = pytest.mark.servers
KILLED_RUN = """
import os, pathlib, signal, sys
from msc.local.runs.folder import RunFolder
from msc.local.servers.servers import LocalServers
run = RunFolder.create(pathlib.Path(sys.argv[1]) / "killed")
LocalServers(run, ("redis", "postgres")).start_all()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    variables = [name for name in os.environ if name.startswith("TEST_") and name.endswith("_URL")]
    with pytest.MonkeyPatch.context() as patch:
        for name in variables:
            patch.delenv(name)
        run = RunFolder.create(tmp_path_factory.mktemp("runs") / "servers")
        with LocalServers(run) as started:
            yield started
        assert not any(process.alive() for process in run.processes())
        run.finish()


def port(url: str) -> int:
    return urlsplit(url).port or 0


def redis(url: str, command: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port(url)), timeout=5) as connection:
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(64)


def management(servers: LocalServers) -> httpx.Client:
    server = servers["rabbitmq"]
    if not isinstance(server, RabbitmqProcess):
        pytest.fail("this test reads the management address of a plain process")
    parts = urlsplit(server.url)
    access = (parts.username or "", parts.password or "")
    return httpx.Client(base_url=f"{server.management_url}/api", auth=access, timeout=10)


def test_all_four_answer_at_the_addresses_for_tests(servers: LocalServers) -> None:
    addresses = servers.environment
    assert postgres_answers(port(addresses["TEST_POSTGRES_URL"]))
    assert redis_answers(port(addresses["TEST_REDIS_URL"]))
    assert rabbitmq_answers(port(addresses["TEST_RABBITMQ_URL"]))
    with MongoClient[dict[str, Any]](addresses["TEST_MONGO_URL"]) as client:
        assert client.admin.command("hello")["setName"] == "rs0"


def test_redis_keeps_its_keys(servers: LocalServers) -> None:
    url = servers.urls["redis"]
    assert redis(url, "SET kept yes").startswith(b"+OK")
    servers.stop("redis")
    servers.start("redis")
    assert b"yes" in redis(url, "GET kept")


def test_mongo_keeps_its_documents(servers: LocalServers) -> None:
    with MongoClient[dict[str, Any]](servers.urls["mongo"]) as client:
        client.records.kept.insert_one({"_id": "kept"})
    servers.stop("mongo")
    servers.start("mongo")
    with MongoClient[dict[str, Any]](servers.urls["mongo"]) as client:
        assert client.records.kept.count_documents({}) == 1


def test_rabbitmq_keeps_persistent_messages(servers: LocalServers) -> None:
    with management(servers) as client:
        client.put("/queues/%2F/kept", json={"durable": True}).raise_for_status()
        message = {
            "properties": {"delivery_mode": 2},
            "routing_key": "kept",
            "payload": "still here",
            "payload_encoding": "string",
        }
        client.post("/exchanges/%2F/amq.default/publish", json=message).raise_for_status()
    servers.stop("rabbitmq")
    servers.start("rabbitmq")
    with management(servers) as client:
        ask = {"count": 1, "ackmode": "ack_requeue_false", "encoding": "auto"}
        for _ in range(100):
            answer = client.post("/queues/%2F/kept/get", json=ask)
            if answer.status_code == 200:
                break
        assert [one["payload"] for one in answer.json()] == ["still here"]


def test_postgres_comes_back_on_its_port(servers: LocalServers) -> None:
    servers.stop("postgres")
    assert not postgres_answers(port(servers.urls["postgres"]))
    servers.start("postgres")
    assert postgres_answers(port(servers.urls["postgres"]))


def recorded(runs: Path) -> list[ProcessIdentity]:
    return [process for path in runs.glob("*") for process in RunFolder(path).processes()]


def test_what_a_killed_run_left_is_cleaned_up(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED_RUN, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    left = recorded(tmp_path)
    assert sorted(process.name for process in left) == ["postgres", "redis"]
    assert all(process.alive() for process in left)
    assert len(clean_abandoned(tmp_path)) == 1
    assert not any(process.alive() for process in left)
    assert list(tmp_path.glob("*/logs")) == []


def test_data_are_kept_over_runs_on_other_ports(tmp_path: Path) -> None:
    ports = []
    for expected in (0, 1):
        run = RunFolder.create(tmp_path / "up", tmp_path / "data")
        with LocalServers(run, ["mongo"]) as servers:
            ports.append(port(servers.urls["mongo"]))
            with MongoClient[dict[str, Any]](servers.urls["mongo"]) as client:
                assert client.records.kept.count_documents({}) == expected
                client.records.kept.insert_one({"_id": f"kept {expected}"})
                with client.start_session() as session, session.start_transaction():
                    client.records.kept.count_documents({}, session=session)
        run.finish()
    assert len(set(ports)) == 2
