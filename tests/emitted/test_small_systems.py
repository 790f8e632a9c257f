"""Systems that lack what others have: their types, and their unit tests, where all is installed."""

import os
import subprocess
from pathlib import Path

import pytest

from msc.pipeline.building import build as build_system
from tests.emitted.conftest import ROOT, build

pytestmark = pytest.mark.emitted

STRICT = ("-o", "empty_parameter_set_mark=fail_at_collect")
SYSTEMS = ROOT / "tests" / "systems" / "small"


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of the example that has all services."""
    return build("pocket") / ".venv" / "bin" / "python"


# One without entities and operations, one with accounts that nobody signs in to for anything, and
# one in which events and jobs tell everybody.
@pytest.mark.parametrize("name", ["nothing", "email", "crowds"])
def test_types_and_unit_tests(name: str, python: Path, tmp_path: Path) -> None:
    assert not build_system(SYSTEMS / f"{name}.yaml", tmp_path).failed
    path = f"{tmp_path}/shared/src:{tmp_path}/testing/src"
    environment = {**os.environ, "MYPYPATH": path, "PYTHONPATH": path}
    gates = [tmp_path, "make", "types", f"PYTHON_OF_TESTS={python}"]
    tests = [
        [service, python, "-m", "pytest", "-q", *STRICT, "tests/unit"]
        for service in sorted((tmp_path / "services").iterdir())
    ]
    for folder, *command in (gates, *tests):
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{folder}: {done.stdout}{done.stderr}"
