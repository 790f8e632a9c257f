"""Writing is all or nothing: a run is stopped before each of its changes to the disk in turn."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from msc.emit import journal

OLD = {"a.txt": "old a", "gone/deep/b.txt": "old b", "kept.txt": "kept", ".msc/manifest.json": "1"}
NEW = {"a.txt": "new a", "made/c.sh": "new c", ".msc/manifest.json": "2"}
REMOVED = ("gone/deep/b.txt",)
AFTER = {"a.txt": "new a", "made/c.sh": "new c", "kept.txt": "kept", ".msc/manifest.json": "2"}
CHANGES = frozenset(("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"))


class Stopped(BaseException):
    """What a kill looks like from inside of the process."""


class Watch:
    """Counts the changes to the disk below a folder, and stops before one of them."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.count = 0
        self.limit = -1

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.root is None or not self._is_change(event, arguments):
            return
        if self.count == self.limit:
            self.stop()
        self.count += 1

    def stop(self) -> None:
        self.root = None
        raise Stopped

    def _is_change(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            mode = arguments[1]
            return isinstance(mode, str) and "w" in mode and self._is_below(arguments[0])
        return event in CHANGES and self._is_below(arguments[0])

    def _is_below(self, path: object) -> bool:
        # A number is an open file of the folder, which only the writer has.
        return isinstance(path, int) or str(path).startswith(str(self.root))


WATCH = Watch()
sys.addaudithook(WATCH)


@contextmanager
def stopped_at(root: Path, limit: int) -> Iterator[Watch]:
    WATCH.root, WATCH.count, WATCH.limit = str(root), 0, limit
    try:
        yield WATCH
    finally:
        WATCH.root = None


def lay(root: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def held(root: Path) -> dict[str, str]:
    """The files of a folder, and its empty folders."""
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8") if path.is_file() else "folder"
        for path in root.rglob("*")
        if path.is_file() or not any(path.iterdir())
    }


def commit(root: Path) -> None:
    journal.commit(root, NEW, frozenset(["made/c.sh"]), REMOVED)


def number_of_changes(root: Path) -> int:
    lay(root, OLD)
    with stopped_at(root, -1) as watch:
        commit(root)
    return watch.count


def test_commit_writes_and_removes(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    commit(tmp_path)
    assert held(tmp_path) == AFTER
    assert (tmp_path / "made/c.sh").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_commit_may_only_remove(tmp_path: Path) -> None:
    lay(tmp_path, {"a.txt": "a", "gone/b.txt": "b"})
    journal.commit(tmp_path, {}, frozenset(), ("gone/b.txt",))
    assert held(tmp_path) == {"a.txt": "a", ".msc": "folder"}


def test_stopped_before_each_change_the_old_state_or_the_new_one_is_found(tmp_path: Path) -> None:
    count = number_of_changes(tmp_path / "whole")
    assert count > 12
    seen = []
    for limit in range(count):
        root = tmp_path / str(limit)
        lay(root, OLD)
        with pytest.raises(Stopped), stopped_at(root, limit):
            commit(root)
        journal.recover(root)
        found = held(root)
        assert found in (OLD, AFTER), limit
        seen.append(found == AFTER)
    # First the old state is kept, and from one change on the new one is finished.
    assert seen == sorted(seen)
    assert {True, False} == set(seen)


def test_recovery_that_is_stopped_too_is_finished_by_the_next(tmp_path: Path) -> None:
    count = number_of_changes(tmp_path / "whole")
    for limit in range(count):
        root = tmp_path / str(limit)
        lay(root, OLD)
        with pytest.raises(Stopped), stopped_at(root, limit):
            commit(root)
        for again in range(4):
            try:
                with stopped_at(root, again):
                    journal.recover(root)
            except Stopped:
                continue
        journal.recover(root)
        assert held(root) in (OLD, AFTER), limit


def test_next_commit_finishes_the_last_one_first(tmp_path: Path) -> None:
    count = number_of_changes(tmp_path / "whole")
    for limit in range(count):
        root = tmp_path / str(limit)
        lay(root, OLD)
        with pytest.raises(Stopped), stopped_at(root, limit):
            commit(root)
        journal.commit(root, {"later.txt": "later"}, frozenset(), ())
        assert held(root) in ({**OLD, "later.txt": "later"}, {**AFTER, "later.txt": "later"})


KILLED = """
import os, signal, sys
from pathlib import Path
from {module} import WATCH, commit
root, limit = Path(sys.argv[1]), int(sys.argv[2])
WATCH.stop = lambda: os.kill(os.getpid(), signal.SIGKILL)
WATCH.root, WATCH.limit = str(root), limit
commit(root)
"""


@pytest.mark.parametrize("limit", [0, 3, 6, 8, 9, 10, 11, 12])
def test_killed_process_leaves_the_old_state_or_the_new_one(tmp_path: Path, limit: int) -> None:
    lay(tmp_path, OLD)
    script = KILLED.format(module=Path(__file__).stem)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(limit)], env=environment, check=False
    )
    assert done.returncode == -signal.SIGKILL
    journal.recover(tmp_path)
    assert held(tmp_path) in (OLD, AFTER)


def test_second_writer_is_refused(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    (tmp_path / journal.STAGING).mkdir()
    with journal._alone(tmp_path):
        for act in (commit, journal.recover):
            refused(act, tmp_path)
    commit(tmp_path)
    assert held(tmp_path) == AFTER


def refused(act: Callable[[Path], None], root: Path) -> None:
    with pytest.raises(BlockingIOError):
        act(root)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"write": ["../outside"], "remove": []}',
        '{"write": [], "remove": ["/etc/passwd"]}',
        '{"write": [], "remove": ["a/../../b"]}',
        '{"write": [1], "remove": []}',
    ],
)
def test_journal_that_msc_did_not_write_is_refused(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {journal.JOURNAL: text})
    with pytest.raises(ValueError, match=r".+"):
        journal.recover(tmp_path)


def test_folder_that_msc_never_saw_is_left_alone(tmp_path: Path) -> None:
    journal.recover(tmp_path / "missing")
    assert held(tmp_path) == {}
