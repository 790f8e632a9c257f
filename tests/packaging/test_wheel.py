"""The wheel alone, in an environment of its own, does what the checkout does."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from msc import __version__
from msc.emit.stamp import STAMP

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path) -> str:
    # Nothing of this checkout may leak into the other environment.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (UV, "build", "--quiet", "--wheel", "--python", sys.executable)
    run(*build, "--out-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `msc` program of an environment that holds the wheel and its pinned requirements."""
    folder = tmp_path_factory.mktemp("environment")
    python = folder / ".venv" / "bin" / "python"
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / ".venv", cwd=folder)
    pinned = folder / "constraints.txt"
    pinned.write_text(
        run(UV, "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version",
            "3.12", "--constraint", ROOT / "requirements.txt", ROOT / "pyproject.toml", cwd=folder)
    )  # fmt: skip
    install = (UV, "pip", "install", "--quiet", "--python", python)
    run(*install, "--require-hashes", "--requirement", pinned, cwd=folder)
    run(*install, "--no-deps", wheel, cwd=folder)
    return python.with_name("msc")


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_wheel_ships_what_a_build_needs(wheel: Path) -> None:
    shipped = {
        name.removeprefix("msc/_data/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("msc/_data/")
    }
    tracked = run("git", "ls-files", "blueprints", "schemas", "specs", cwd=ROOT)
    assert shipped >= {line.removeprefix("specs/") for line in tracked.splitlines()}


def test_installed_program_is_the_checkouts(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "--version", cwd=tmp_path) == f"msc, version {__version__}\n"
    run(installed, "init", "library", cwd=tmp_path)
    assert "all is well" in run(installed, "check", "library", cwd=tmp_path)
    run(installed, "init", "lending", "--from", "p2p-lending", cwd=tmp_path)
    spec = tmp_path / "lending"
    assert "it can be built" in run(installed, "check", cwd=spec)
    run(installed, "build", "--out", tmp_path / "one", cwd=spec)
    own = Path(sys.executable).with_name("msc")
    run(own, "build", "--out", tmp_path / "other", cwd=spec)
    one, other = tree(tmp_path / "one"), tree(tmp_path / "other")
    assert one.keys() == other.keys()
    # It tells one installation from another, and is not committed.
    assert [path for path in one if one[path] != other[path]] == [STAMP]
