"""The P2P example, built and installed, for the containers that its overlays describe."""

from pathlib import Path

import pytest

from tests.containers.project import has_engine
from tests.emitted.conftest import build


@pytest.fixture(scope="session")
def system() -> Path:
    """The folder of the example, with the settings of development."""
    if not has_engine():
        pytest.skip("no container engine answers: start one, or set DOCKER_HOST")
    folder = build("p2p-lending")
    (folder / ".env").write_text((folder / ".env.example").read_text("utf-8"), "utf-8")
    return folder
