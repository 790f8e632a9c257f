"""Compose files, Dockerfiles, the Makefile and the settings, before any engine."""

import re
import shutil
import subprocess
import sys
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from msc.pipeline.building import build

pytestmark = pytest.mark.emitted

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
COMPOSE = {
    "the system": ["docker-compose.yml"],
    "development": ["docker-compose.yml", "docker-compose.dev.yml"],
    "tests": ["docker-compose.yml", "docker-compose.test.yml"],
    "production": ["docker-compose.yml", "docker-compose.prod.yml"],
}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)")
# Docker Compose reads these itself.
OF_COMPOSE = {"COMPOSE_PROJECT_NAME"}


SPECS = (
    "specs/examples/p2p-lending",
    "specs/examples/pocket",
    "tests/systems/small/nothing.yaml",
    "tests/systems/small/email.yaml",
)


@pytest.fixture(scope="module", params=SPECS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system as it is emitted, without anything installed."""
    out = tmp_path_factory.mktemp("system") / "out"
    assert not build(ROOT / request.param, out).failed
    return out


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_compose_takes_what_the_owner_adds(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "Makefile", tmp_path)
    assert "override" not in run("make", "--dry-run", "up", cwd=tmp_path).stdout
    (tmp_path / "compose.override.yml").write_text("services: {}")
    output = run("make", "--dry-run", "up", cwd=tmp_path).stdout
    assert "-f docker-compose.dev.yml -f compose.override.yml up --build" in output


def compose_fault(file: Path) -> str:
    """What the Compose specification has to say against a file; empty if nothing."""
    tool = BIN / "check-jsonschema"
    done = run(tool, "--builtin-schema", "vendor.compose-spec", file, cwd=file.parent)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def docker_fault(file: Path) -> str:
    """What hadolint has to say against a Dockerfile; empty if nothing."""
    done = run(BIN / "hadolint", "--no-color", file, cwd=file.parent)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def yaml_fault(file: Path) -> str:
    """What yamllint has to say against a file; empty if nothing."""
    rules = "{extends: default, rules: {document-start: disable, line-length: disable}}"
    done = run(BIN / "yamllint", "--strict", "-d", rules, file, cwd=file.parent)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def merged(one: Any, other: Any) -> Any:
    """Two Compose values as one: mappings by key, lists one after the other."""
    if isinstance(one, dict) and isinstance(other, dict):
        common = {key: merged(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **common}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(item for item in other if item not in one)]
    return deepcopy(other)


def compose(folder: Path, kind: str) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for name in COMPOSE[kind]:
        whole = merged(whole, yaml.safe_load((folder / name).read_text("utf-8")))
    return whole


@pytest.mark.parametrize("kind", COMPOSE)
def test_compose_files_follow_their_schema(folder: Path, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "docker-compose.yml"
    file.write_text(yaml.safe_dump(compose(folder, kind)), "utf-8")
    assert compose_fault(file) == ""
    for name in COMPOSE[kind]:
        assert compose_fault(folder / name) == ""
        assert yaml_fault(folder / name) == ""


def test_compose_check_refuses_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    broken = compose(folder, "the system")
    broken["services"]["redis"]["helthcheck"] = broken["services"]["redis"].pop("healthcheck")
    file = tmp_path / "docker-compose.yml"
    file.write_text(yaml.safe_dump(broken), "utf-8")
    assert "helthcheck" in compose_fault(file)
    file.write_text("a:   {b: c }\na: d\n", "utf-8")
    assert "duplication" in yaml_fault(file)


@pytest.mark.parametrize("kind", COMPOSE)
def test_services_depend_on_what_exists(folder: Path, kind: str) -> None:
    whole = compose(folder, kind)
    services = whole["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, name
            if how["condition"] == "service_healthy":
                assert can_be_healthy(services[other], folder), f"{name} waits for {other}"
        assert set(service.get("networks", ())) <= set(whole["networks"])
        volumes = [volume.partition(":")[0] for volume in service.get("volumes", ())]
        assert set(volumes) <= set(whole["volumes"])


@pytest.mark.parametrize("kind", COMPOSE)
def test_nothing_is_mounted_where_something_else_is(folder: Path, kind: str) -> None:
    for name, service in compose(folder, kind)["services"].items():
        volumes = [volume.split(":")[1] for volume in service.get("volumes", ())]
        places = [*volumes, *service.get("tmpfs", ())]
        assert len(places) == len(set(places)), name


def can_be_healthy(service: dict[str, Any], folder: Path) -> bool:
    if "build" not in service:
        return "healthcheck" in service
    return "HEALTHCHECK" in (folder / service["build"]["dockerfile"]).read_text("utf-8")


def test_only_the_edge_publishes_ports_to_the_outside(folder: Path) -> None:
    def ports(kind: str) -> dict[str, list[str]]:
        services = compose(folder, kind)["services"]
        return {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert ports("the system") == {}
    assert ports("production") == {"nginx": ["80:8080", "443:8443"]}
    inside = (*ports("development").values(), *ports("tests").values())
    published = [*chain.from_iterable(inside)]
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_everything_is_limited_in_production(folder: Path) -> None:
    for name, service in compose(folder, "production")["services"].items():
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}, name
        assert service["logging"]["options"]["max-size"], name


def test_settings_define_what_compose_uses_and_no_more(folder: Path) -> None:
    texts = [(folder / file).read_text("utf-8") for files in COMPOSE.values() for file in files]
    used = {name for text in texts for name in VARIABLE.findall(text)}
    missing = used - (set(settings(folder)) - OF_COMPOSE)
    assert set(settings(folder)) - OF_COMPOSE <= used
    # The token before is there only while tokens change, and Compose is told so.
    assert {name for name in missing if not name.endswith("_PREVIOUS")} == set()
    assert all(f"${{{name}:-}}" in text for name in missing for text in texts if name in text)


def test_service_of_postgres_has_another_role_than_the_migrator(folder: Path) -> None:
    services = compose(folder, "production")["services"]
    setup, migrator, service = (
        services[name]["environment"]
        for name in ("postgres_setup", "db_postgres_migrate", "db_postgres_service")
    )
    assert migrator["DATABASE_PASSWORD"] == setup["PGPASSWORD"] == "${POSTGRES_PASSWORD}"
    assert service["DATABASE_PASSWORD"] == setup["POSTGRES_SERVICE_PASSWORD"]
    assert "://${POSTGRES_USER}@" in migrator["DATABASE_URL"]
    assert "://${POSTGRES_SERVICE_USER}@" in service["DATABASE_URL"]


def settings(folder: Path) -> dict[str, str]:
    """`.env.example` as a reader of NAME=value lines takes it."""
    lines = (folder / ".env.example").read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip("'\"") for name, _, value in pairs}


def test_settings_load_as_they_are(folder: Path) -> None:
    script = "set -eua; . ./.env.example; env -0"
    done = run("sh", "-c", script, cwd=folder)
    assert done.stderr == ""
    loaded = dict(line.split("=", 1) for line in done.stdout.split("\0") if "=" in line)
    assert settings(folder).items() <= loaded.items()


def dockerfiles(folder: Path) -> list[Path]:
    return sorted(folder.rglob("Dockerfile"))


def test_dockerfiles_pass_hadolint(folder: Path) -> None:
    services = list((folder / "services").iterdir())
    assert len(dockerfiles(folder)) == len([*services, "simulators"])
    assert [
        fault for dockerfile in dockerfiles(folder) if (fault := docker_fault(dockerfile))
    ] == []


def test_hadolint_refuses_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    text = dockerfiles(folder)[0].read_text("utf-8")
    broken = tmp_path / "Dockerfile"
    text = text.replace("USER 1000", "USER root").replace("FROM python:3.12-slim", "FROM python")
    broken.write_text(text, "utf-8")
    fault = docker_fault(broken)
    assert "DL3002" in fault
    assert "DL3006" in fault


def test_dockerfiles_copy_what_is_there(folder: Path) -> None:
    for file in dockerfiles(folder):
        text = file.read_text("utf-8")
        copied = re.findall(r"^COPY (?:--chown=\S+ )?([^-]\S*) \S+$", text, re.MULTILINE)
        assert copied
        assert [path for path in copied if not (folder / path).exists()] == [], file


def targets(folder: Path) -> list[str]:
    return re.findall(r"^\.PHONY: (\S+)$", (folder / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_target_is_shell_that_make_understands(folder: Path) -> None:
    assert len(targets(folder)) > 10
    for target in targets(folder):
        planned = run("make", "-n", "--no-print-directory", target, cwd=folder)
        assert (planned.returncode, planned.stderr) == (0, ""), target
        checked = subprocess.run(
            ["sh", "-n"], input=planned.stdout, capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, ""), target


def project(folder: Path, target: str) -> str | None:
    """The Compose project that a target names itself; None if it is the one of `.env`."""
    planned = run("make", "-n", "--no-print-directory", target, cwd=folder).stdout
    project = re.search(r"docker compose .*?--project-name (\S+)", planned)
    return project and project[1]


def test_servers_of_tests_are_no_servers_of_development(folder: Path) -> None:
    of_tests = project(folder, "up-test")
    assert of_tests is not None
    assert of_tests == project(folder, "down-test")
    assert of_tests != settings(folder)["COMPOSE_PROJECT_NAME"]
    assert project(folder, "up") is None


def test_help_lists_every_target(folder: Path) -> None:
    listed = run("make", "--no-print-directory", cwd=folder).stdout
    assert [line.split()[0] for line in listed.splitlines()] == targets(folder)
    broken = run("make", "-n", "no-such-target", cwd=folder)
    assert broken.returncode != 0


@pytest.mark.parametrize("kind", COMPOSE)
def test_docker_itself_accepts_the_files(folder: Path, kind: str) -> None:
    docker = shutil.which("docker")
    if docker is None or run(docker, "compose", "version", cwd=folder).returncode != 0:
        # The specification above is the gate where there is no engine.
        assert compose(folder, kind)["services"]
        return
    files = [part for name in COMPOSE[kind] for part in ("-f", name)]
    done = run(docker, "compose", "--env-file", ".env.example", *files, "config", "-q", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
