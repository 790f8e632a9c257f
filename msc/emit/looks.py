"""Digests of many files, without reading unchanged ones again.

As in git, a file with unchanged size, inode and timestamps counts as unchanged. File timestamps are
coarse, so that a file can change unnoticed within one tick; a cached digest therefore counts only
if it was saved some time after the file's last change.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from msc.core.record import Record, field
from msc.emit.contents import digest_at

# Nanoseconds; some disks count the time in steps of two seconds.
TICK = 2_000_000_000
MISSING = object()

type Look = tuple[int, int, int, int, str]
"""Of a file: its number, size, times of change of content and of anything; and its digest."""


type Seen = dict[str, Look | str | None]
"""For each path, the state of its file, the digest of anything else, or None."""


class Looks(Record):
    """The file states of earlier runs by path, and when they were saved."""

    files: Mapping[str, Look] = field(default_factory=dict)
    kept: int = 0


def looked(root: Path, paths: Iterable[str], earlier: Looks) -> Seen:
    """What is at each path."""
    start = os.path.join(root, "")
    latest = earlier.kept - TICK
    return {
        path: _look(root, path, f"{start}{path}", earlier.files.get(path), latest)
        for path in sorted(paths)
    }


def changed(root: Path, paths: Iterable[str], earlier: Looks) -> Seen:
    """What is at the paths of which it is not the same as earlier."""
    files = earlier.files
    seen = looked(root, paths, earlier)
    return {path: one for path, one in seen.items() if one is not files.get(path, MISSING)}


def _look(root: Path, path: str, place: str, known: Look | None, latest: int) -> Look | str | None:
    try:
        now = os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(now.st_mode):
        return digest_at(root, path)
    seen = (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
    if known is not None and known[:4] == seen and seen[2] < latest and seen[3] < latest:
        return known
    digest = digest_at(root, path)
    return None if digest is None else (*seen, digest)
