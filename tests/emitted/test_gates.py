"""The emitted systems' own gates, run as their owner would."""

import sys
from pathlib import Path

import pytest

from tests.emitted.conftest import ROOT, run

pytestmark = pytest.mark.emitted


@pytest.mark.parametrize("target", ["lint", "test-unit", "test-integration", "test-e2e"])
def test_own_gate(emitted: Path, target: str) -> None:
    run(["make", "--no-print-directory", target], emitted)


@pytest.mark.parametrize("emitted", ["p2p-lending"], indirect=True)
def test_service_imports_no_more_than_its_image_installs(emitted: Path, tmp_path: Path) -> None:
    uv = emitted / ".venv" / "bin" / "uv"
    for part in [*(emitted / "services").iterdir(), emitted / "simulators"]:
        python = tmp_path / part.name / "bin" / "python"
        run([str(uv), "venv", "--python", sys.executable, str(tmp_path / part.name)], part)
        install = ["pip", "install", "--require-hashes", "--requirement", "requirements.txt"]
        run([str(uv), *install, "--python", str(python)], part)
        path = f"PYTHONPATH={emitted / 'shared' / 'src'}"
        run(["env", path, str(python), "-c", "import src.main"], part)


@pytest.mark.parametrize("emitted", ["p2p-lending"], indirect=True)
def test_guarantees(emitted: Path) -> None:
    tests = ROOT / "tests" / "systems" / emitted.name.replace("-", "_")
    python = emitted / ".venv" / "bin" / "python"
    options = ["-q", "--rootdir", str(tests), "--import-mode=prepend"]
    run([str(python), "-m", "pytest", *options, str(tests)], emitted)
