"""A system whose tables change while replicas of both versions are in use.

ROWS chooses how many rows there are; what the statements of the replicas waited for is printed.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from msc.pipeline.building import build
from tests.emitted.history.conftest import Database
from tests.emitted.history.rolling import KEYS, NEW, OLD, ROWS_OF, SPECS

pytestmark = pytest.mark.servers

ROWS = int(os.environ.get("ROWS", "5000"))
TRAFFIC = Path(__file__).parent / "traffic.py"


class Replicas:
    """What replicas met while something else went on."""

    answer: dict[str, Any]


@contextmanager
def replicas(python: Path, url: str, statements: dict[str, str]) -> Iterator[Replicas]:
    """Replicas that read and write all the time."""
    order = json.dumps({"url": url, "statements": statements, "keys": KEYS})
    command = [str(python), str(TRAFFIC), order]
    pipe = subprocess.PIPE
    running = Replicas()
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "running\n"
            yield running
        finally:
            process.stdin.close()
            answer = process.stdout.read()
    running.answer = json.loads(answer)


def alembic(folder: Path, python: Path, url: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(python), "-m", "alembic", *arguments],
        cwd=folder / "build/services/db_postgres_service",
        env={
            **os.environ,
            "ENVIRONMENT": "test",
            "DATABASE_URL": url.replace("postgresql:", "postgresql+asyncpg:"),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def write(folder: Path, text: str) -> None:
    (folder / "spec.yaml").write_text(text, "utf-8")
    outcome = build(folder, folder / "build")
    assert not outcome.failed, outcome.diagnostics


def shown(title: str, met: Replicas) -> str:
    waits = met.answer["waits"]
    longest = ", ".join(f"{kind} {wait['longest']:.3f} s" for kind, wait in waits.items())
    count = sum(wait["count"] for wait in waits.values())
    return f"{title}: {count} statements, {len(met.answer['errors'])} failed; longest: {longest}"


def test_no_statement_of_either_version_fails(
    tmp_path: Path, service: Path, server: str, database: Database,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    python = service.parents[1] / ".venv/bin/python"
    database.run("public", {"execute": "CREATE DATABASE online"})
    write(tmp_path, SPECS[0])
    alembic(tmp_path, python, server, "upgrade", "head")
    for statement in ROWS_OF:
        database.run("public", {"execute": statement.replace(":rows", str(ROWS))})
    write(tmp_path, SPECS[1])
    with replicas(python, server, OLD) as before:
        alembic(tmp_path, python, server, "upgrade", "head")
    with replicas(python, server, OLD) as old, replicas(python, server, NEW) as new:
        for word in ("one", "two", "three"):
            database.run("public", {"execute": f"UPDATE groups SET name = '{word}' || id"})
    with replicas(python, server, NEW) as after:
        alembic(tmp_path, python, server, "-x", "settle", "check")
    titles = ("old during the upgrade", "old after it", "new beside them", "new while it settles")
    with capsys.disabled():
        for title, met in zip(titles, (before, old, new, after), strict=True):
            print(f"\n{ROWS} rows, {shown(title, met)}", end="")
    for met in (before, old, new, after):
        assert met.answer["errors"] == []
        assert all(wait["count"] for wait in met.answer["waits"].values())
    count = {"select": "SELECT count(*) FROM notes WHERE body LIKE 'text %'"}
    ((rows,),) = database.run("public", count)["answers"][0]
    assert int(rows) == ROWS
