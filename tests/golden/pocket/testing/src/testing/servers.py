"""The servers for tests: those of the environment, or containers that end with the tests."""

import os
from functools import cache

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy


def postgres_url() -> str:
    """A PostgreSQL on which tests may make databases."""
    return os.environ.get("TEST_POSTGRES_URL") or _postgres()


def mongo_url() -> str:
    """A MongoDB on which tests may make databases."""
    return os.environ.get("TEST_MONGO_URL") or _mongo()


def redis_url() -> str:
    """A Redis; tests use keys of their own."""
    return os.environ.get("TEST_REDIS_URL") or _redis()


def rabbitmq_url() -> str:
    """A RabbitMQ; tests remove the queues that they make."""
    return os.environ.get("TEST_RABBITMQ_URL") or _rabbitmq()


@cache
def _postgres() -> str:
    container = DockerContainer("postgres:17").with_env("POSTGRES_PASSWORD", "tests")
    # Its first start, which makes the cluster, says the same once.
    address = _start(container, 5432, "ready to accept connections", times=2)
    return f"postgresql://postgres:tests@{address}/postgres"


@cache
def _mongo() -> str:
    container = DockerContainer("mongo:7").with_command("--replSet rs0 --bind_ip_all")
    address = _start(container, 27017, "Waiting for connections")
    container.exec(["mongosh", "--quiet", "--eval", "rs.initiate()"])
    return f"mongodb://{address}/?directConnection=true"


@cache
def _redis() -> str:
    address = _start(DockerContainer("redis:8-alpine"), 6379, "Ready to accept connections")
    return f"redis://{address}/0"


@cache
def _rabbitmq() -> str:
    address = _start(DockerContainer("rabbitmq:4-management"), 5672, "Server startup complete")
    return f"amqp://guest:guest@{address}/"


def _start(container: DockerContainer, port: int, sign: str, times: int = 1) -> str:
    """The address of a server that is ready; its container ends with the process."""
    ready = LogMessageWaitStrategy(sign, times=times).with_startup_timeout(120)
    container.with_exposed_ports(port).waiting_for(ready).start()
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"
