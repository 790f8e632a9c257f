"""Every overlay starts healthy, serves the journeys, and stops within its grace."""

import json
import os
import re
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.containers.project import MEBIBYTE, SERVICES, Project, inspected

pytestmark = pytest.mark.containers

STORES = ("postgres", "mongo", "redis", "rabbitmq")
# Beyond the base image, which all share.
LARGEST_IMAGE = 250 * MEBIBYTE
DEVELOPMENT = ("docker-compose.yml", "docker-compose.dev.yml")
PRODUCTION = ("docker-compose.yml", "docker-compose.prod.yml")
# The edge on other ports, the simulators, and the data services: journeys look at what was sent
# and stored.
WATCHED = """services:
  nginx:
    ports: !override ["127.0.0.1:18080:8080", "127.0.0.1:18443:8443"]
  simulators:
    build: {context: ., dockerfile: simulators/Dockerfile}
    restart: unless-stopped
    init: true
    environment: {HOST: 0.0.0.0, PORT: "8000"}
    networks:
      internal: {aliases: [providers]}
      edge: {aliases: [providers]}
    ports: ["127.0.0.1:18005:8000"]
  db_postgres_service:
    networks: [internal, edge]
    ports: ["127.0.0.1:18001:8000"]
  db_mongo_service:
    networks: [internal, edge]
    ports: ["127.0.0.1:18002:8000"]
  worker_service:
    depends_on: {simulators: {condition: service_healthy}}
  bot_service:
    depends_on: {simulators: {condition: service_healthy}}
"""
EDGE = "https://localhost:18443"
PASSWORD = "change me in production"
# Production refuses what the left side marks, so each value gets one of its own.
OWN_VALUES = {
    "=development": "=production0",
    ":development": ":production0",
    PASSWORD: "known to nobody",
    "//simulators:": "//providers:",
    "p2p-lending.example": "p2p-lending.dev",
    "http://localhost:8000": "https://p2p-lending.dev",
    "http://localhost:3000": "https://www.p2p-lending.dev",
}
CERTIFICATE = [
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    "-keyout", "key.pem", "-out", "certificate.pem",
]  # fmt: skip


@pytest.fixture(scope="module")
def development(system: Path) -> Iterator[Project]:
    """The overlay of development, running."""
    project = Project(system, "containers-development", DEVELOPMENT, {})
    project.down()
    project.up()
    yield project
    project.down()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for localhost and its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(CERTIFICATE, cwd=folder, capture_output=True, check=True)
    for file in folder.iterdir():
        file.chmod(0o644)
    folder.chmod(0o755)
    return folder


@pytest.fixture
def servers(system: Path) -> Iterator[dict[str, str]]:
    """The overlay of tests, running; where its servers are, as the README of the system says."""
    readme = (system / "README.md").read_text("utf-8")
    # The settings may be those of production by now; without any, `up-test` takes the example's.
    (system / ".env").unlink(missing_ok=True)
    make(system, "up-test")
    yield dict(re.findall(r"^export (TEST_\w+)='?(\S+?)'?$", readme, re.MULTILINE))
    make(system, "down-test")


def make(system: Path, target: str, **environment: str) -> None:
    """Runs a target of the emitted project."""
    done = subprocess.run(
        ["make", "--no-print-directory", target], cwd=system, text=True, capture_output=True,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


@pytest.fixture(scope="module")
def production(system: Path, certificate: Path) -> Iterator[Project]:
    """The overlay of production, running, with simulators in place of the providers."""
    (system / "watched.yml").write_text(WATCHED, "utf-8")
    text = (system / ".env.example").read_text("utf-8")
    for value, own in OWN_VALUES.items():
        text = text.replace(value, own)
    (system / ".env").write_text(text, "utf-8")
    settings = {
        "TLS_CERTIFICATE": str(certificate / "certificate.pem"),
        "TLS_KEY": str(certificate / "key.pem"),
    }
    project = Project(system, "containers-production", (*PRODUCTION, "watched.yml"), settings)
    project.down()
    project.up()
    yield project
    project.down()


@pytest.fixture
def own_journeys(production: Project, tmp_path: Path) -> Path:
    """The system, with journeys that sign in with the values of production."""
    for path in production.folder.iterdir():
        if path.name != "tests":
            (tmp_path / path.name).symlink_to(path)
    shutil.copytree(production.folder / "tests", tmp_path / "tests")
    for module in (tmp_path / "tests/e2e").rglob("*.py"):
        text = module.read_text("utf-8")
        module.write_text(text.replace(PASSWORD, OWN_VALUES[PASSWORD]), "utf-8")
    return tmp_path


def walk(project: Project, folder: Path, **settings: str) -> str:
    """Walks the journeys in a folder in what runs."""
    command = [str(project.folder / ".venv/bin/python"), "-m", "tests.e2e"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **settings, "COMPOSE_PROJECT_NAME": project.name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_owned(project: Project) -> None:
    """Services run without rights, on a file system that they cannot change."""
    for service, container in project.containers().items():
        if service not in SERVICES:
            continue
        assert container["Config"]["User"] == "1000", service
        assert container["HostConfig"]["ReadonlyRootfs"], service
        assert container["HostConfig"]["SecurityOpt"] == ["no-new-privileges:true"], service


def test_development_serves_the_journeys_and_stops_in_time(development: Project) -> None:
    assert "went as the spec says" in walk(development, development.folder)
    is_owned(development)
    ended = development.stop()
    assert {service: code for service, code in ended.items() if code != 0} == {}


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [("CREATE TABLE own ()", "permission denied"), ("DROP TABLE loans", "must be owner")],
)
def test_role_of_the_service_changes_no_table(
    development: Project, statement: str, refusal: str
) -> None:
    development.up()
    role = ("-U", "p2p_lending_service", "-d", "p2p_lending_db")
    answer = development.compose(
        "exec", "-T", "postgres", "psql", *role, "-c", statement, check=False
    )
    assert refusal in answer


def test_images_are_small(development: Project) -> None:
    base = inspected("image", "python:3.12-slim")[0]["Size"]
    containers = development.containers()
    sizes = {
        service: inspected("image", containers[service]["Image"])[0]["Size"] - base
        for service in SERVICES
    }
    assert {service: size for service, size in sizes.items() if size > LARGEST_IMAGE} == {}


def test_production_serves_the_journeys_through_the_edge_and_stops_in_time(
    production: Project, own_journeys: Path, certificate: Path
) -> None:
    story = walk(
        production,
        own_journeys,
        SYSTEM_API_SERVICE_URL=EDGE,
        SYSTEM_SIMULATORS_URL="http://127.0.0.1:18005",
        SYSTEM_DB_POSTGRES_SERVICE_URL="http://127.0.0.1:18001",
        SYSTEM_DB_MONGO_SERVICE_URL="http://127.0.0.1:18002",
        SSL_CERT_FILE=str(certificate / "certificate.pem"),
    )
    assert "went as the spec says" in story
    is_owned(production)
    ended = production.stop()
    assert {service: code for service, code in ended.items() if code != 0} == {}


def test_production_publishes_the_edge_alone(production: Project) -> None:
    bare = replace(production, files=PRODUCTION)
    described = json.loads(bare.compose("config", "--format", "json"))["services"]
    assert [name for name, service in described.items() if service.get("ports")] == ["nginx"]


def test_production_refuses_the_values_of_development(production: Project) -> None:
    example = production.folder / ".env.example"
    refused = production.compose(
        "--env-file", str(example), "run", "--rm", "--no-deps", "worker_service", check=False
    )
    for name in (
        "WORKER_TO_POSTGRES_TOKEN",
        "RABBITMQ_PASSWORD",
        "SENDGRID_API_URL",
        "EMAIL_SENDER",
    ):
        assert f"{name}: Value error, this value is for development" in refused


def test_integration_tests_run_on_the_servers_of_the_test_overlay(
    system: Path, servers: dict[str, str]
) -> None:
    assert set(servers) == {f"TEST_{name.upper()}_URL" for name in STORES}
    make(system, "test-integration", **servers)


def test_after_everything_was_killed_it_comes_back(production: Project, certificate: Path) -> None:
    production.up()
    ids = production.compose("ps", "--quiet").split()
    # A process that dies, and not a container that is stopped: only then is it started again.
    for container in inspected("container", *ids):
        subprocess.run(["kill", "-9", str(container["State"]["Pid"])], check=True)
    production.wait_until_healthy(120)
    trust = ssl.create_default_context(cafile=str(certificate / "certificate.pem"))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{EDGE}/api/v1/loans", context=trust)
    # The API answers: nobody has signed in.
    assert refused.value.code == 401
