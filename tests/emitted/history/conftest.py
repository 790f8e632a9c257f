"""A real PostgreSQL, and a process that runs revisions on it."""

import itertools
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from msc.local.runs.folder import RunFolder
from msc.local.servers.servers import LocalServers
from tests.emitted.conftest import build

HERE = Path(__file__).parent


class Database:
    """Schemas on a server, each empty at first."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._names = (f"law_{number}" for number in itertools.count())

    def schema(self) -> str:
        """The name of a schema that nobody has used."""
        return next(self._names)

    def run(self, schema: str, *actions: dict[str, str]) -> dict[str, Any]:
        """The answers to actions in one transaction, or the `state` of the error that ended it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"schema": schema, "actions": actions}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the migrator ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def drop(self, schema: str) -> None:
        """Removes a schema with all that is in it."""
        self.run("public", {"execute": f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'})


class Walker:
    """Alembic, walking built revisions."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def up(self, versions: str, schema: str, target: str) -> None:
        """Upgrades a schema."""
        assert self.try_up(versions, schema, target) is None

    def down(self, versions: str, schema: str, target: str) -> None:
        """Downgrades a schema."""
        answer = self._run({"versions": versions, "schema": schema, "down": target})
        assert answer == {}, answer

    def try_up(self, versions: str, schema: str, target: str) -> dict[str, Any] | None:
        """Upgrades a schema; the error that undid it all, if there was one."""
        return self._run({"versions": versions, "schema": schema, "up": target}) or None

    def _run(self, request: dict[str, str]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the walker ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _process(*command: str, folder: Path) -> "Iterator[subprocess.Popen[str]]":
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def service() -> Path:
    """The PostgreSQL data service of an example, with its environment."""
    return build("p2p-lending") / "services" / "db_postgres_service"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that ends with the tests."""
    run = RunFolder.temporary(tmp_path_factory.mktemp("runs"), "history")
    with LocalServers(run, ["postgres"]) as servers:
        yield servers.urls["postgres"]
    run.finish()


@pytest.fixture(scope="session")
def database(service: Path, server: str) -> Iterator[Database]:
    """A database to make tables in."""
    python = str(service.parents[1] / ".venv/bin/python")
    with _process(python, str(HERE / "migrator.py"), server, folder=service) as process:
        yield Database(process)


@pytest.fixture(scope="session")
def walker(service: Path, server: str) -> Iterator[Walker]:
    """Alembic in the environment of the service."""
    python = str(service.parents[1] / ".venv/bin/python")
    with _process(python, str(HERE / "walker.py"), server, folder=service) as process:
        yield Walker(process)
