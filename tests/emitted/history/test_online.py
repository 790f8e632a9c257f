"""A system whose tables change while replicas of both versions are in use.

ROWS chooses how many rows there are; what the statements of the replicas waited for is printed.
"""

import json
import os
import subprocess
import time
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


def fresh(database: Database) -> None:
    """Empties the schema that Alembic works in."""
    database.run("other", {"execute": "DROP SCHEMA public CASCADE"})
    database.run("public")


def fill(database: Database, rows: int) -> None:
    for statement in ROWS_OF:
        answer = database.run("public", {"execute": statement.replace(":rows", str(rows))})
        assert "answers" in answer, answer


def shown(title: str, met: Replicas) -> str:
    waits = met.answer["waits"]
    longest = ", ".join(f"{kind} {wait['longest']:.3f} s" for kind, wait in waits.items())
    count = sum(wait["count"] for wait in waits.values())
    return f"{title}: {count} statements, {len(met.answer['errors'])} failed; longest: {longest}"


def killed_at_each_step(folder: Path, python: Path, url: str, database: Database) -> int:
    """Upgrades with a migrator that is killed as soon as it has done another step."""
    steps, kills = 0, 0
    while True:
        with upgrade(folder, python, url) as process:
            while process.poll() is None and steps_done(database) <= steps:
                time.sleep(0.002)
            process.kill()
        if process.returncode == 0:
            return kills
        steps, kills = steps_done(database), kills + 1


def upgrade(folder: Path, python: Path, url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(python), "-m", "alembic", "upgrade", "head"],
        cwd=folder / "build/services/db_postgres_service",
        env={**os.environ, "DATABASE_URL": url.replace("postgresql:", "postgresql+asyncpg:")},
        text=True,
    )


def steps_done(database: Database) -> int:
    query = {"select": "SELECT coalesce(sum(steps), 0) FROM alembic_progress"}
    answer = database.run("public", query)
    return int(answer["answers"][0][0][0]) if "answers" in answer else 0


def test_migrator_that_is_killed_at_each_step_comes_to_the_same_tables(
    tmp_path: Path, service: Path, server: str, database: Database
) -> None:
    python = service.parents[1] / ".venv/bin/python"
    snapshots: list[Any] = []
    for name in ("whole", "killed"):
        folder = tmp_path / name
        folder.mkdir()
        fresh(database)
        write(folder, SPECS[0])
        alembic(folder, python, server, "upgrade", "head")
        fill(database, 50)
        write(folder, SPECS[1])
        if name == "killed":
            assert killed_at_each_step(folder, python, server, database) > 0
        alembic(folder, python, server, "upgrade", "head")
        rows = {"select": "SELECT body, rank, colour FROM notes ORDER BY level"}
        (left, kept) = database.run("public", {}, rows)["answers"]
        alembic(folder, python, server, "-x", "settle", "check")
        snapshots.append((left, kept, database.run("public", {})["answers"]))
    assert snapshots[0] == snapshots[1]
    assert len(snapshots[0][1]) == 50


def test_no_statement_of_either_version_fails(
    tmp_path: Path, service: Path, server: str, database: Database,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    python = service.parents[1] / ".venv/bin/python"
    fresh(database)
    write(tmp_path, SPECS[0])
    alembic(tmp_path, python, server, "upgrade", "head")
    fill(database, ROWS)
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
