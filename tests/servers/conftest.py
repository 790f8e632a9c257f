"""Real servers for msc's own tests: those that an emitted system would start."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).parents[2] / "blueprints" / "local" / "template"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for asyncpg, on a free port, gone after the session."""
    with _server("postgres", tmp_path_factory.mktemp("run")) as url:
        yield url.replace("postgresql://", "postgresql+asyncpg://", 1)


@contextmanager
def _server(name: str, folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCAL_RUN_FOLDER", str(folder))
        patch.setattr(sys, "path", [str(TEMPLATE), *sys.path])
        from local.servers import LocalServers  # noqa: PLC0415 - where it is was said just now

        with LocalServers([name]) as servers:
            yield servers[name].url
