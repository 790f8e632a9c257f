"""Many file changes as one: prepared aside, recorded, applied, and finished after a crash.

Until the journal exists nothing of the old state was touched. Once it exists every later step can
be repeated, so whoever looks next finishes the work before anything else.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msc.core.record import Record

RECORDS = ".msc"
STAGING = f"{RECORDS}/staging"
STAGED = f"{STAGING}/files"
JOURNAL = f"{RECORDS}/journal.json"
PLAIN, EXECUTABLE = 0o644, 0o755
FLUSHERS = 8


class Work(Record):
    """What is to be done to a folder: paths to move out of the staging area, paths to remove."""

    write: tuple[str, ...]
    remove: tuple[str, ...]


def is_inside(path: str) -> bool:
    """Whether a recorded path stays below the folder that it is relative to."""
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and not {"", ".", ".."} & set(parts)


def commit(
    root: Path, texts: Mapping[str, str], executables: frozenset[str], removed: tuple[str, ...]
) -> None:
    """Writes all texts and removes all paths, whatever interrupts it."""
    (root / RECORDS).mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _finish(root)
        _stage(root / STAGED, texts, executables)
        # The records go last, so that they never describe files that are not there yet.
        order = sorted(texts, key=lambda path: (path.startswith(f"{RECORDS}/"), path))
        _record(root, Work(tuple(order), tuple(sorted(removed))))
        _finish(root)


def recover(root: Path) -> None:
    """Finishes or forgets what an earlier run left behind; raises ValueError if it cannot."""
    if (root / JOURNAL).exists() or (root / STAGING).exists():
        with _alone(root):
            _finish(root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    # A lock on the folder itself leaves no file behind, and goes with the process that holds it.
    handle = os.open(root / RECORDS, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _stage(staged: Path, texts: Mapping[str, str], executables: frozenset[str]) -> None:
    # Only a build that changes something pays for loading it.
    from concurrent.futures import ThreadPoolExecutor

    _make_folders(staged, texts)
    for path in sorted(texts):
        mode = EXECUTABLE if path in executables else PLAIN
        _write(staged / path, texts[path].encode(), mode)
    # A disk brings many files to rest together in about the time of one.
    with ThreadPoolExecutor(FLUSHERS) as pool:
        list(pool.map(_flush, (staged / path for path in sorted(texts))))


def _make_folders(root: Path, paths: Iterable[str]) -> None:
    for folder in sorted({"", *(os.path.dirname(path) for path in paths)}):
        (root / folder).mkdir(parents=True, exist_ok=True)


def _write(path: Path, data: bytes, mode: int) -> None:
    with open(path, "wb") as file:
        file.write(data)
        # Given to the open file, so that no umask has a say.
        os.fchmod(file.fileno(), mode)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record(root: Path, work: Work) -> None:
    text = json.dumps({"write": work.write, "remove": work.remove}, indent=1)
    # In the staging area, so that a run that is stopped here leaves nothing else behind.
    aside = root / STAGING / "journal.json"
    _write(aside, text.encode(), PLAIN)
    _flush(aside)
    aside.replace(root / JOURNAL)
    _flush(root / RECORDS)


def _recorded(root: Path) -> Work | None:
    try:
        body = json.loads((root / JOURNAL).read_text("utf-8"))
        work = Work(tuple(body["write"]), tuple(body["remove"]))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError("it is no journal") from error
    if not all(isinstance(path, str) and is_inside(path) for path in (*work.write, *work.remove)):
        raise ValueError("it names a path outside of the folder")
    return work


def _finish(root: Path) -> None:
    work = _recorded(root)
    if work is not None:
        for path in work.remove:
            (root / path).unlink(missing_ok=True)
            _prune((root / path).parent, root)
        _make_folders(root, work.write)
        for path in work.write:
            # What is no longer staged was moved by the run that was interrupted.
            with suppress(FileNotFoundError):
                (root / STAGED / path).replace(root / path)
        (root / JOURNAL).unlink()
    if (root / STAGING).exists():
        shutil.rmtree(root / STAGING)


def _prune(folder: Path, root: Path) -> None:
    while folder != root and not (folder.is_dir() and any(folder.iterdir())):
        # An interrupted run may have removed it and not yet its parents.
        if folder.is_dir():
            folder.rmdir()
        folder = folder.parent
