"""A build that is stopped leaves the old system or the new one, and loses nothing."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from msc.emit import journal, lock

# Counts the changes to the disk below a folder, and does something at one of them.
AT_CHANGE = """
import errno, os, signal, sys
ROOT, AT, WHAT = os.environ["AT_ROOT"], int(os.environ["AT_CHANGE"]), os.environ["AT_WHAT"]
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"}
count = 0
def watch(event, arguments):
    global count
    writes = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
    if not (writes or event in CHANGES) or not str(arguments[0]).startswith(ROOT):
        return
    count += 1
    if count == AT:
        if WHAT == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(getattr(errno, WHAT), os.strerror(getattr(errno, WHAT)), str(arguments[0]))
sys.addaudithook(watch)
import atexit
atexit.register(lambda: open(os.environ["AT_COUNT"], "w").write(str(count)))
"""
SPEC = """\
language: 1
system: {name: notes, description: Notes of a team.}
entities:
  note:
    fields: {text: {type: text, max_length: 200}}
operations:
  list_notes:
    actor: public
    steps:
      - list: notes
        as: notes
    returns: notes
  read_notes:
    actor: public
    steps:
      - list: notes
        as: notes
    returns: notes
endpoints:
  GET /notes: list_notes
  GET /notes/all: read_notes
"""
CHANGED = SPEC.replace("read_notes", "show_notes").replace("of a team", "of a club")


def msc(*arguments: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "msc", *arguments], cwd=cwd, env={**os.environ, **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two specs and their builds; `old` holds what a user has, to be copied."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "sitecustomize.py").write_text(AT_CHANGE)
    for name, text in (("old", SPEC), ("new", CHANGED)):
        (folder / f"{name}.yaml").write_text(text)
        assert msc("build", f"{name}.yaml", "--out", name, cwd=folder).returncode == 0
    return folder


def interrupted(base: Path, out: Path, at: int, what: str) -> subprocess.CompletedProcess[str]:
    """A build of the new spec over the old one in which something happens at a change."""
    if not out.exists():
        shutil.copytree(base / "old", out)
    variables = {"AT_ROOT": str(out), "AT_CHANGE": str(at), "AT_WHAT": what,
            "AT_COUNT": str(base / "count"), "PYTHONPATH": str(base)}  # fmt: skip
    return msc("build", base / "new.yaml", "--out", out, cwd=base, **variables)


def changes(base: Path, folder: Path) -> int:
    """How many changes to the disk the whole build makes."""
    done = interrupted(base, folder / "counted", 10**9, "kill")
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(folder / "counted") == tree(base / "new")
    return int((base / "count").read_text())


def settled(base: Path, out: Path) -> str:
    """Which system the folder holds once the next build has begun."""
    before = tree(out)
    msc("diff", "--spec", base / "new.yaml", "--out", out, cwd=base)
    assert tree(out) == before
    with lock.alone(out):
        assert journal.recover(out) == ()
    held = tree(out)
    assert held in (tree(base / "old"), tree(base / "new"))
    return "new" if held == tree(base / "new") else "old"


def one_of(parts: int, part: int, total: int) -> list[int]:
    return list(range(1 + part, total + 1, parts))


@pytest.mark.slow
def test_killed_build_leaves_the_old_system_or_the_new_one(base: Path, tmp_path: Path) -> None:
    total = changes(base, tmp_path)
    seen = []
    for at in (total // 2, total):
        out = tmp_path / str(at)
        assert interrupted(base, out, at, "kill").returncode == -signal.SIGKILL
        seen.append(settled(base, out))
    assert set(seen) == {"old", "new"}
    assert seen == sorted(seen, reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_build_may_be_killed_at_each_of_its_writes(base: Path, tmp_path: Path, part: int) -> None:
    for at in one_of(4, part, changes(base, tmp_path)):
        out = tmp_path / str(at)
        assert interrupted(base, out, at, "kill").returncode == -signal.SIGKILL
        settled(base, out)
        shutil.rmtree(out)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["ENOSPC", "EACCES", "EIO"])
def test_disk_that_refuses_is_a_diagnostic_and_loses_nothing(
    base: Path, tmp_path: Path, what: str
) -> None:
    total = changes(base, tmp_path)
    for at in (2, total // 2, total - 2):
        out = tmp_path / str(at)
        done = interrupted(base, out, at, what)
        assert done.returncode == 1
        assert "MSC808 cannot-write" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
        settled(base, out)
        assert msc("build", base / "new.yaml", "--out", out, cwd=base).returncode == 0
        assert tree(out) == tree(base / "new")
