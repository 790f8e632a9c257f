"""This service cannot reach a database: no driver is imported or required."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).resolve().parents[2]
SHARED = SERVICE.parents[1] / "shared" / "src"
DRIVERS = (
    "aiosqlite",
    "alembic",
    "asyncpg",
    "motor",
    "psycopg",
    "psycopg2",
    "pymongo",
    "sqlalchemy",
    "sqlite3",
)


def imported(folder: Path) -> Iterator[str]:
    """The top-level packages that the code in a folder imports."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


@pytest.mark.parametrize("folder", [SERVICE / "src", SHARED], ids=["src", "shared"])
def test_no_driver_is_imported(folder: Path) -> None:
    assert set(imported(folder)) & set(DRIVERS) == set()


def test_no_driver_is_required() -> None:
    lines = (SERVICE / "requirements.txt").read_text("utf-8").splitlines()
    required = {line.partition("==")[0].lower() for line in lines if "==" in line}
    assert required & set(DRIVERS) == set()
