"""Systems that lack what others have: their types, and their unit tests, where all is installed."""

import os
import subprocess
from pathlib import Path

import pytest

from msc.pipeline.building import build as build_system
from tests.emitted.conftest import ROOT, build

pytestmark = pytest.mark.emitted

SYSTEMS = ROOT / "tests" / "systems" / "small"


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of the example that has all services."""
    return build("pocket") / ".venv" / "bin" / "python"


# One without entities and operations, one with accounts that nobody signs in to for anything.
@pytest.mark.parametrize("name", ["nothing", "email"])
def test_types_and_unit_tests(name: str, python: Path, tmp_path: Path) -> None:
    assert not build_system(SYSTEMS / f"{name}.yaml", tmp_path).failed
    path = f"{tmp_path}/shared/src:{tmp_path}/testing/src"
    environment = {**os.environ, "MYPYPATH": path, "PYTHONPATH": path}
    for service in sorted((tmp_path / "services").iterdir()):
        for tool in (
            ("mypy", "--config-file", "../../pyproject.toml", "src"),
            ("pytest", "-q", "-o", "empty_parameter_set_mark=fail_at_collect", "tests/unit"),
        ):
            command = [str(python), "-m", *tool]
            done = subprocess.run(
                command, cwd=service, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{service.name}: {done.stdout}{done.stderr}"
