"""Builds the examples once, installs them, and hands out their folders."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILDS = ROOT / "build" / "tests"
MSC = Path(sys.executable).with_name("msc")


def run(command: list[str], folder: Path) -> None:
    """Runs a command; its output is shown when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = (done.stdout + done.stderr)[-6000:]
        pytest.fail(f"{' '.join(command)} in {folder.name} ended with {done.returncode}\n{tail}")


def build(example: str) -> Path:
    """The example, built and installed below `build/tests`."""
    folder = BUILDS / example
    run([str(MSC), "build", f"specs/examples/{example}", "--out", str(folder)], ROOT)
    run(["make", "--no-print-directory", "install", f"PYTHON={sys.executable}"], folder)
    return folder


@pytest.fixture(scope="session", params=["p2p-lending", "pocket"])
def emitted(request: pytest.FixtureRequest) -> Path:
    """The folder of a built and installed example."""
    return build(request.param)


@pytest.fixture(scope="session")
def pocket() -> Path:
    """The folder of the smaller example."""
    return build("pocket")
