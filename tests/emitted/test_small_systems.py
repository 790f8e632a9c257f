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
def environments() -> Path:
    """The services of the example that has all of them, each with its environment."""
    return build("pocket") / "services"


# One without entities and operations, one with accounts that nobody signs in to for anything.
@pytest.mark.parametrize("name", ["nothing", "email"])
def test_types_and_unit_tests(name: str, environments: Path, tmp_path: Path) -> None:
    assert not build_system(SYSTEMS / f"{name}.yaml", tmp_path).failed
    shared = str(tmp_path / "shared" / "src")
    told = {**os.environ, "MYPYPATH": shared, "PYTHONPATH": shared}
    for service in sorted((tmp_path / "services").iterdir()):
        python = environments / service.name / ".venv" / "bin" / "python"
        for tool in (
            ("mypy", "--config-file", "../../pyproject.toml", "src"),
            ("pytest", "-q", "-o", "empty_parameter_set_mark=fail_at_collect", "tests/unit"),
        ):
            command = [str(python), "-m", *tool]
            done = subprocess.run(
                command, cwd=service, env=told, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{service.name}: {done.stdout}{done.stderr}"
