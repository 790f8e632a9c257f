"""Real servers for msc's own tests: those that an emitted system would start."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).parents[2] / "blueprints" / "local" / "template"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for asyncpg, on a free port, gone after the session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCAL_RUN_FOLDER", str(tmp_path_factory.mktemp("run")))
        patch.setattr(sys, "path", [str(TEMPLATE), *sys.path])
        from local.servers import LocalServers

        with LocalServers(["postgres"]) as servers:
            url = servers["postgres"].url
            yield url.replace("postgresql://", "postgresql+asyncpg://", 1)
