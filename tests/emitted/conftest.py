"""Builds the examples once, installs them, and hands out their folders."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILDS = ROOT / "build" / "tests"


# Before xdist reads the groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the tests of one built system in one process, because they share its folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(_system_of(item)))


def _system_of(item: pytest.Item) -> str:
    params = item.callspec.params if hasattr(item, "callspec") else {}
    builds_lending = HERE / "history" in item.path.parents
    return params.get("emitted") or ("p2p-lending" if builds_lending else item.path.stem)


def run(command: list[str], folder: Path) -> None:
    """Runs a command; its output is shown when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = (done.stdout + done.stderr)[-6000:]
        pytest.fail(f"{' '.join(command)} in {folder.name} ended with {done.returncode}\n{tail}")


def build(example: str) -> Path:
    """The example, built and installed below `build/tests`."""
    folder = BUILDS / example
    msc = Path(sys.executable).with_name("msc")
    run([str(msc), "build", f"specs/examples/{example}", "--out", str(folder)], ROOT)
    run(["make", "--no-print-directory", "install", f"PYTHON={sys.executable}"], folder)
    return folder


@pytest.fixture(scope="session", params=["p2p-lending", "pocket"])
def emitted(request: pytest.FixtureRequest) -> Path:
    """The folder of a built and installed example."""
    return build(request.param)
