"""Whatever the analysis accepts becomes code that its own gates accept."""

from pathlib import Path

import pytest

from tests.emitted.conftest import BUILDS, MSC, ROOT, run

pytestmark = pytest.mark.emitted


def built(name: str) -> Path:
    folder = BUILDS / name.replace("_", "-")
    run([str(MSC), "build", f"tests/systems/{name}/spec.yaml", "--out", str(folder)], ROOT)
    run(["make", "--no-print-directory", "install"], folder)
    return folder


def test_system_with_every_step_passes_its_gates() -> None:
    folder = built("every_step")
    for target in ("lint", "test-unit"):
        run(["make", "--no-print-directory", target], folder)


def test_system_of_ordinary_things_passes_its_gates_on_real_servers() -> None:
    run([str(MSC), "test", str(built("ordinary"))], ROOT)
