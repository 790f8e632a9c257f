"""Where a server comes from, and what is said when it comes from nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from msc.core.record import replace
from msc.local.runs.folder import RunFolder
from msc.local.servers import choice
from msc.local.servers.choice import INSTALL, Missing, choose, missing_message, platform_family
from msc.local.servers.container import REDIS, ContainerServer
from msc.local.servers.download import WHEEL, DownloadError
from msc.local.servers.kinds import KINDS
from msc.local.servers.programs import Program, installed_mongo, installed_postgres
from msc.local.servers.redis import RedisProcess
from msc.local.servers.server import ExternalServer, ServerStartError

POSTGRES, MONGO, REDIS_KIND, RABBITMQ = KINDS
NOWHERE = replace(
    REDIS_KIND,
    installed=lambda: None,
    unpacked=lambda _folder: None,
    source=replace(WHEEL, download=lambda _cache, _name: refuse()),
)


def refuse() -> None:
    raise DownloadError("no network")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunFolder]:
    for kind in KINDS:
        monkeypatch.delenv(kind.variable, raising=False)
    monkeypatch.setattr(choice, "_engine", lambda: None)
    folder = RunFolder.create(tmp_path / "run")
    yield folder
    folder.finish()


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_environment_comes_first_and_is_left_alone(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", "redis://elsewhere:6379/0")
    server = choose(REDIS_KIND, run)
    assert isinstance(server, ExternalServer)
    assert server.url == "redis://elsewhere:6379/0"
    with pytest.raises(ServerStartError, match="TEST_REDIS_URL"):
        server.stop()
    server.close()


def test_installed_program_comes_before_the_cache(run: RunFolder) -> None:
    program = Program(Path("/usr/bin/redis-server"), "installed")
    server = choose(replace(NOWHERE, installed=lambda: program), run)
    assert isinstance(server, RedisProcess)
    assert server.origin == "installed (/usr/bin/redis-server)"


def test_download_is_looked_for_in_the_cache(run: RunFolder) -> None:
    fetched: list[str] = []
    program = Program(Path("/cache/redis-server"), "cache")
    kind = replace(
        NOWHERE,
        source=replace(WHEEL, download=lambda _cache, name: fetched.append(name)),
        unpacked=lambda _folder: program if fetched else None,
    )
    server = choose(kind, run)
    assert isinstance(server, RedisProcess)
    assert fetched == ["redis"]


def test_container_comes_last(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_engine", lambda: "docker")
    server = choose(NOWHERE, run)
    assert isinstance(server, ContainerServer)
    assert server.origin == f"docker container ({REDIS.image})"


def test_missing_server_says_what_was_tried(run: RunFolder) -> None:
    missing = choose(NOWHERE, run)
    assert isinstance(missing, Missing)
    message = missing_message((missing,), "debian")
    assert "Redis is missing" in message
    assert "download failed: no network" in message
    assert "get it with:  sudo apt-get install --yes redis-server" in message
    assert "TEST_REDIS_URL" in message


def test_one_command_gets_all_that_is_missing() -> None:
    missing = tuple(Missing(kind, ()) for kind in KINDS)
    assert "dnf install --assumeyes podman postgresql-server" in missing_message(missing, "fedora")
    assert all(kind.packages.keys() == INSTALL.keys() for kind in KINDS)
    assert missing_message(missing, "macos").count("brew install") == 1
    assert "container engine" in missing_message(missing, None)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("ID=debian\n", "debian"),
        ("NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n", "debian"),
        ('ID="linuxmint"\nID_LIKE="ubuntu debian"\n', "debian"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("ID=alpine\n", None),
    ],
)
def test_platform_is_read_from_its_release_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, family: str | None
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    file = tmp_path / "os-release"
    file.write_text(text)
    assert platform_family(file) == family


def test_shim_that_does_not_run_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "shims/mongod", "exit 127")
    works = program(tmp_path / "bin/mongod", "echo db version v7")
    folders = (str(tmp_path / "shims"), str(tmp_path / "bin"))
    monkeypatch.setenv("PATH", os.pathsep.join(folders))
    assert installed_mongo() == Program(works, "installed")


def test_postgres_without_initdb_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "postgres", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    installed = installed_postgres()
    assert installed is None or installed.path.parent != tmp_path


def test_container_is_recorded_started_and_removed(run: RunFolder, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    engine = program(tmp_path / "docker", f'echo "$@" >> {calls}')
    recipe = replace(REDIS, answers=lambda _port: True)
    server = ContainerServer(recipe, str(engine), run, 6399)
    server.start()
    ((_, container),) = run.containers()
    server.stop()
    server.start()
    server.close()
    started, stopped, again, removed = calls.read_text().splitlines()
    assert f"--publish 127.0.0.1:6399:6379 {REDIS.image} --appendonly yes" in started
    assert (stopped, again) == (f"stop {container}", f"start {container}")
    assert removed == f"rm --force --volumes {container}"
    assert run.containers() == ()


def test_kept_data_of_a_container_are_in_a_volume(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    engine = program(tmp_path / "docker", f'echo "$@" >> {calls}')
    recipe = replace(REDIS, answers=lambda _port: True)
    for _ in range(2):
        kept = RunFolder.create(tmp_path / "up", tmp_path / "data")
        server = ContainerServer(recipe, str(engine), kept, 6399)
        server.start()
        server.close()
    first, stopped, _, second, *_ = calls.read_text().splitlines()
    volume = first.partition("--volume ")[2].split()[0]
    assert volume.endswith("-redis:/data")
    assert f"--volume {volume}" in second
    assert stopped.startswith("stop ")


def test_container_engine_that_refuses_is_quoted(run: RunFolder, tmp_path: Path) -> None:
    engine = program(tmp_path / "docker", "echo no such image >&2; exit 1")
    server = ContainerServer(REDIS, str(engine), run, 6399)
    with pytest.raises(ServerStartError, match="no such image"):
        server.start()
