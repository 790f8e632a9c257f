"""Whatever the analysis accepts becomes code that its own gates accept."""

from pathlib import Path

import pytest

from tests.emitted.conftest import BUILDS, MSC, ROOT, run

pytestmark = pytest.mark.emitted


@pytest.fixture(scope="module")
def every_step() -> Path:
    """The folder of the system that has every step over every kind of row, built and installed."""
    folder = BUILDS / "every-step"
    run([str(MSC), "build", "tests/systems/every_step/spec.yaml", "--out", str(folder)], ROOT)
    run(["make", "--no-print-directory", "install"], folder)
    return folder


@pytest.mark.parametrize("target", ["lint", "test-unit"])
def test_own_gate(every_step: Path, target: str) -> None:
    run(["make", "--no-print-directory", target], every_step)
