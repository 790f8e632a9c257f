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

from local.process_identity import ProcessIdentity
from local.run_folder import ROOT, RunFolder, clean_abandoned
from local.servers import LocalServers
from local.servers.probes import postgres_answers, rabbitmq_answers, redis_answers
from local.servers.rabbitmq import RabbitmqProcess

KILLED_RUN = """
import os, signal
from local.servers import LocalServers
servers = LocalServers(("redis", "postgres"))
servers.start_all()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    variables = [name for name in os.environ if name.startswith("TEST_") and name.endswith("_URL")]
    with pytest.MonkeyPatch.context() as patch:
        for name in variables:
            patch.delenv(name)
        run = RunFolder.create(tmp_path_factory.mktemp("runs") / "servers")
        with LocalServers(run=run) as started:
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
    told = servers.environment
    assert postgres_answers(port(told["TEST_POSTGRES_URL"]))
    assert redis_answers(port(told["TEST_REDIS_URL"]))
    assert rabbitmq_answers(port(told["TEST_RABBITMQ_URL"]))
    with MongoClient[dict[str, Any]](told["TEST_MONGO_URL"]) as client:
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
    environment = {**os.environ, "LOCAL_RUN_FOLDER": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED_RUN], cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == -signal.SIGKILL
    left = recorded(tmp_path)
    assert sorted(process.name for process in left) == ["postgres", "redis"]
    assert all(process.alive() for process in left)
    assert len(clean_abandoned(tmp_path)) == 1
    assert not any(process.alive() for process in left)
    assert list(tmp_path.iterdir()) == []
