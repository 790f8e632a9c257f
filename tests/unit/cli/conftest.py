"""A finished build of the larger example."""

import shutil
from pathlib import Path

import pytest

from tests.unit.cli.running import EXAMPLE, msc


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    assert msc("build", str(EXAMPLE), "--out", str(out)).exit_code == 0
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of a finished build."""
    return shutil.copytree(built, tmp_path / "out")
