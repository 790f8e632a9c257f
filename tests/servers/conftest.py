"""Real servers for msc's own tests: those that `msc up` would start."""

from collections.abc import Iterator

import pytest

from msc.local.runs.folder import RunFolder
from msc.local.servers.servers import LocalServers


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for asyncpg, on a free port, gone after the session."""
    run = RunFolder.temporary(tmp_path_factory.mktemp("runs"), "servers")
    with LocalServers(run, ["postgres"]) as servers:
        yield servers.urls["postgres"].replace("postgresql://", "postgresql+asyncpg://", 1)
    run.finish()
