"""A built system whose spec changes: Alembic itself walks the revisions, there and back."""

import os
import subprocess
from pathlib import Path

import pytest

from msc.pipeline.building import build
from tests.emitted.history.conftest import Database

pytestmark = pytest.mark.servers

SPEC = """
language: 1
system: {name: notes, description: Notes of a team.}
entities:
  note:
    fields:
      FIELDS
operations:
  list_notes:
    actor: public
    steps:
      - list: notes
        as: notes
    returns: notes
endpoints:
  GET /notes: list_notes
"""
VERSIONS = (
    ("text: {type: string, max_length: 80}",),
    ("text: {type: string, max_length: 80}", "rank: {type: integer, minimum: 0, default: 1}"),
    (
        "said: {type: string, max_length: 90, renamed_from: text}",
        "rank: {type: decimal, scale: 1}",
        "by: {type: string, fill: \"it's: a % of \\\\ 'us'\", unique: true}",
    ),
)


def write(folder: Path, fields: tuple[str, ...]) -> None:
    text = SPEC.replace("FIELDS", "\n      ".join(fields))
    (folder / "spec.yaml").write_text(text, "utf-8")
    outcome = build(folder, folder / "build")
    assert not outcome.failed, outcome.diagnostics


def alembic(folder: Path, service: Path, url: str, *arguments: str) -> str:
    """Runs Alembic over the built revisions, with the environment of another system's service."""
    done = subprocess.run(
        [str(service.parents[1] / ".venv/bin/python"), "-m", "alembic", *arguments],
        cwd=folder / "build/services/db_postgres_service",
        env={
            **os.environ,
            "ENVIRONMENT": "test",
            "DATABASE_URL": url.replace("postgresql:", "postgresql+asyncpg:"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_alembic_walks_what_builds_added(
    tmp_path: Path, service: Path, server: str, database: Database
) -> None:
    rows = {"select": "SELECT text FROM notes"}
    write(tmp_path, VERSIONS[0])
    alembic(tmp_path, service, server, "upgrade", "head")
    insert = "INSERT INTO notes (id, version, text) VALUES (gen_random_uuid(), 1, 'hello')"
    database.run("public", {"execute": insert})
    for fields in VERSIONS[1:]:
        write(tmp_path, fields)
    assert len(alembic(tmp_path, service, server, "heads").splitlines()) == 1
    alembic(tmp_path, service, server, "upgrade", "head")
    kept = {"select": "SELECT said, rank, by FROM notes"}
    assert database.run("public", kept)["answers"] == [[["hello", "1.0", "it's: a % of \\ 'us'"]]]
    alembic(tmp_path, service, server, "-x", "settle", "check")
    alembic(tmp_path, service, server, "downgrade", "-2")
    assert database.run("public", rows)["answers"] == [[["hello"]]]
    alembic(tmp_path, service, server, "downgrade", "base")
    assert database.run("public", rows)["state"] == "42P01"
