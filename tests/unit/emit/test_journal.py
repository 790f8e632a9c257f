"""Writing is all or nothing: a run is stopped before each of its changes to the disk in turn."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from msc.emit import journal, lock
from msc.emit.contents import digest_at

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
        if path != root / lock.LOCK and (path.is_file() or not any(path.iterdir()))
    }


def contents(texts: dict[str, str]) -> dict[str, journal.Content]:
    return {
        path: journal.content_of(text, executable=path == "made/c.sh")
        for path, text in texts.items()
    }


def committed(root: Path, texts: dict[str, str], removed: tuple[str, ...]) -> None:
    """What a build does: it finishes what was left, looks, and writes."""
    with lock.alone(root):
        assert journal.recover(root) == ()
        seen = {path: digest_at(root, path) for path in (*texts, *removed)}
        assert journal.commit(root, contents(texts), removed, seen) == ()


def commit(root: Path) -> None:
    committed(root, NEW, REMOVED)


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
    committed(tmp_path, {}, ("gone/b.txt",))
    assert held(tmp_path) == {"a.txt": "a"}


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
        files = held(root)
        assert files in (OLD, AFTER), limit
        seen.append(files == AFTER)
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
        committed(root, {"later.txt": "later"}, ())
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


def test_second_writer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    lay(tmp_path, OLD)
    with lock.alone(tmp_path):
        for looking in (False, True):
            with pytest.raises(BlockingIOError), lock.alone(tmp_path, looking=looking):
                pass
    commit(tmp_path)
    assert held(tmp_path) == AFTER


def test_writer_waits_until_a_look_is_over(tmp_path: Path) -> None:
    lay(tmp_path, OLD)
    with ThreadPoolExecutor(1) as pool:
        with lock.alone(tmp_path, looking=True):
            waiting = pool.submit(commit, tmp_path)
            assert held(tmp_path) == OLD
        waiting.result()
    assert held(tmp_path) == AFTER


def test_who_may_not_write_may_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def acquire(self: FileLock) -> None:
        raise PermissionError(13, "Permission denied", self.lock_file)

    lay(tmp_path, OLD)
    monkeypatch.setattr(FileLock, "acquire", acquire)
    with lock.alone(tmp_path, looking=True):
        assert held(tmp_path) == OLD
    with pytest.raises(PermissionError), lock.alone(tmp_path):
        pass


def test_journal_is_loaded_where_there_is_no_fcntl() -> None:
    program = "import sys; sys.modules['fcntl'] = None; import msc.emit.journal, msc.emit.lock"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_folder_that_was_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with lock.alone(tmp_path / "made" / "too"):
        assert (tmp_path / "made" / "too").is_dir()
    assert held(tmp_path) == {}


def interrupted(root: Path) -> Iterator[int]:
    """The same folder again and again, with a commit that stopped after its journal was there."""
    count = number_of_changes(root)
    for limit in range(count):
        shutil.rmtree(root)
        lay(root, OLD)
        with pytest.raises(Stopped), stopped_at(root, limit):
            commit(root)
        if (root / journal.JOURNAL).exists():
            yield limit


@pytest.mark.parametrize("path", sorted({*NEW, *REMOVED}))
def test_an_edit_after_the_crash_is_not_lost(tmp_path: Path, path: str) -> None:
    """Either the build stops before it writes anything, or the edit stays where it is."""
    stopped = 0
    for limit in interrupted(tmp_path / "out"):
        root = tmp_path / "out"
        lay(root, {path: "mine"})
        before = held(root)
        diagnostics = journal.recover(root)
        assert (root / path).read_text("utf-8") == "mine", limit
        assert not diagnostics or held(root) == before, limit
        stopped += bool(diagnostics)
        assert all(diagnostic.span.file == path for diagnostic in diagnostics)
    assert stopped > 0


def test_a_file_that_was_deleted_after_the_crash_is_in_nobodys_way(tmp_path: Path) -> None:
    root = tmp_path / "out"
    for _ in interrupted(root):
        (root / "a.txt").unlink()
        assert journal.recover(root) == ()
        assert {**held(root), "a.txt": "new a"} == AFTER


def test_an_edit_between_the_look_and_the_commit_is_not_lost(tmp_path: Path) -> None:
    for path in (*NEW, *REMOVED):
        root = tmp_path / path.replace("/", "-")
        lay(root, OLD)
        seen = {new: digest_at(root, new) for new in (*NEW, *REMOVED)}
        lay(root, {path: "mine"})
        before = held(root)
        diagnostics = journal.commit(root, contents(NEW), REMOVED, seen)
        assert [diagnostic.span.file for diagnostic in diagnostics] == [path]
        assert held(root) == before


@pytest.mark.parametrize("link", [".msc", "gone", "made"])
def test_nothing_is_finished_behind_a_link(tmp_path: Path, link: str) -> None:
    root, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    next(interrupted(root))
    lay(root, {f"{link}/own.txt": "own"})
    (root / link).rename(elsewhere)
    (root / link).symlink_to(elsewhere)
    before = held(elsewhere)
    assert {diagnostic.code.id for diagnostic in journal.recover(root)} == {"MSC807"}
    assert held(elsewhere) == before


JOURNAL = '{"removed": [], "written": [{"path": %s, "before": null, "after": "1"}]}'


@pytest.mark.parametrize(
    "text",
    ["[]", "{", "[" * 200_000, '{"removed": ' + "[" * 200_000, '{"x": ' + "[" * 200_000]
    + [JOURNAL % path for path in ('"../outside"', '"/etc/passwd"', '"a/../../b"', "1")],
)  # fmt: skip
def test_journal_that_msc_did_not_write_is_refused(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {journal.JOURNAL: text})
    assert [diagnostic.code.id for diagnostic in journal.recover(tmp_path)] == ["MSC805"]


def test_folder_that_msc_never_saw_is_left_alone(tmp_path: Path) -> None:
    journal.recover(tmp_path / "missing")
    assert held(tmp_path) == {}
