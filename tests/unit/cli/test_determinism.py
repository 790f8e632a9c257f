"""The same bytes in every surrounding, and no word to the network, by the program itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = Path(__file__).parents[3] / "specs" / "examples" / "p2p-lending"
NO_SOCKETS = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise AssertionError("a build opened a socket")
sys.addaudithook(refuse)
"""
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/Caracas", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR"},
    {"PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "RUFF_LINE_LENGTH": "40",
     "PYTHONTZPATH": ""},
)  # fmt: skip
UMASKS = (0o000, 0o077, 0o027)


def msc(*arguments: str | Path, cwd: Path, umask: int = 0o022, **variables: str
        ) -> subprocess.CompletedProcess[str]:  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "msc", *arguments], cwd=cwd, umask=umask,
        env={**os.environ, **variables}, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its mode."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in folder.rglob("*")
        if path.is_file()
    }


def copy_of_spec(folder: Path, number: int) -> Path:
    """The spec, its files made in another order and at another time."""
    files = sorted(path for path in SPEC.rglob("*") if path.is_file())
    for path in files if number % 2 else reversed(files):
        target = folder / path.relative_to(SPEC)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        os.utime(target, (number * 86_400, number * 86_400))
    return folder


@pytest.mark.slow
def test_surroundings_change_no_byte_and_no_mode(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    trees = []
    for number, surrounding in enumerate(SURROUNDINGS):
        spec = copy_of_spec(tmp_path / f"spec {number}", number)
        out = tmp_path / str(number) / "out"
        # By an absolute path, from within the spec, and by a path that leads around.
        called = (spec, Path(), Path("..") / spec.name)[number]
        done = msc("build", called, "--out", out, cwd=tmp_path if number == 0 else spec,
                   umask=UMASKS[number], PYTHONPATH=str(tmp_path), **surrounding)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        trees.append(tree(out))
    assert trees[0] == trees[1] == trees[2]
    assert {mode for _, mode in trees[0].values()} <= {0o644, 0o755}


def test_network_is_really_blocked(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    variables = {**os.environ, "PYTHONPATH": str(tmp_path)}
    script = "import socket; socket.socket()"
    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, check=False
    )
    assert b"a build opened a socket" in done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    assert msc("build", SPEC, "--out", out, cwd=out.parent).returncode == 0
    return out


def test_check_names_each_file_that_is_not_current(built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    assert msc("build", SPEC, "--out", out, "--check", cwd=tmp_path).returncode == 0
    spec = shutil.copytree(SPEC, tmp_path / "spec")
    triggers = spec / "spec.yaml"
    text = triggers.read_text("utf-8").replace("  GET /payments: list_payments\n", "")
    triggers.write_text(text, "utf-8")
    (out / "Makefile").unlink()
    (out / "README.md").write_text("mine\n")
    done = msc("build", spec, "--out", out, "--check", cwd=tmp_path)
    assert done.returncode == 1
    named = {line.partition(":")[0]: line for line in done.stdout.splitlines() if "MSC804" in line}
    assert "is missing" in named["out/Makefile"]
    assert "not what the spec says" in named["out/README.md"]
    orphan = "out/services/api_service/src/api/v1/payments_router.py"
    assert "no longer part of the system" in named[orphan]
