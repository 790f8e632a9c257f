"""A lock that serialises builds of a folder.

A build without changes needs no lock, and therefore never imports this module.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from msc.emit.contents import RECORDS, link_before

LOCK = f"{RECORDS}/lock"
# Seconds: a check by another process has finished by then, a build may not have.
PATIENCE = 2.0


@contextmanager
def alone(root: Path, *, looking: bool = False) -> Iterator[None]:
    """Holds the lock; raises BlockingIOError if another build has it.

    Folders that were created for the lock are removed again if they are empty.
    """
    if link_before(root, LOCK) or (looking and not (root / RECORDS).is_dir()):
        # Nothing is written behind a link; and where nothing was built, no build can interfere.
        yield
        return
    created = () if looking else _create_folder(root / RECORDS)
    try:
        with _locked(root, looking=looking):
            yield
    finally:
        _take_away(root, created)


@contextmanager
def _locked(root: Path, *, looking: bool) -> Iterator[None]:
    lock = FileLock(root / LOCK, timeout=PATIENCE, mode=0o644)
    try:
        lock.acquire()
    except Timeout:
        raise BlockingIOError("another build holds the lock") from None
    except PermissionError:
        # Who may not write here may still look.
        if not looking:
            raise
    try:
        yield
    finally:
        lock.release()


def _create_folder(root: Path) -> tuple[Path, ...]:
    """Creates the missing folders and returns them, innermost first."""
    missing = tuple(parent for parent in (root, *root.parents) if not os.path.lexists(parent))
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
    return missing


def _take_away(root: Path, folders: tuple[Path, ...]) -> None:
    with suppress(OSError):
        if folders and os.listdir(root / RECORDS) == [os.path.basename(LOCK)]:
            (root / LOCK).unlink()
        for folder in folders:
            folder.rmdir()
