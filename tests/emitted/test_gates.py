"""The emitted systems' own gates, run as their owner would."""

from pathlib import Path

import pytest

from tests.emitted.conftest import ROOT, run

pytestmark = pytest.mark.emitted


@pytest.mark.parametrize("target", ["lint", "test-unit", "test-integration", "test-e2e"])
def test_own_gate(emitted: Path, target: str) -> None:
    run(["make", "--no-print-directory", target], emitted)


@pytest.mark.parametrize("emitted", ["p2p-lending"], indirect=True)
def test_guarantees(emitted: Path) -> None:
    tests = ROOT / "tests" / "systems" / emitted.name.replace("-", "_")
    python = emitted / ".venv" / "bin" / "python"
    options = ["-q", "--rootdir", str(tests), "--import-mode=prepend"]
    run([str(python), "-m", "pytest", *options, str(tests)], emitted)
