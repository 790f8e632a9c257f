"""The digests of many files, of which those that nobody touched are not read again.

As git does it: a file whose size, number and times on the disk are as they were is taken for the
same. A disk's clock has ticks, within which a file can change unseen; so a look counts only when
it was kept some time after the file had last changed.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from msc.core.record import Record, field
from msc.emit.contents import digest_at

# Nanoseconds; some disks count the time in steps of two seconds.
TICK = 2_000_000_000

type Look = tuple[int, int, int, int, str]
"""Of a file: its number, size, times of change of content and of anything; and its digest."""


class Looks(Record):
    """What earlier runs saw by path, and when that was kept."""

    files: Mapping[str, Look] = field(default_factory=dict)
    kept: int = 0


def looked(root: Path, paths: Iterable[str], earlier: Looks) -> dict[str, Look | str | None]:
    """For each path a look at the file, or the digest of what else there is, None for nothing."""
    return {path: _look(root, path, earlier) for path in sorted(paths)}


def _look(root: Path, path: str, earlier: Looks) -> Look | str | None:
    try:
        now = os.lstat(os.path.join(root, path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(now.st_mode):
        return digest_at(root, path)
    known = earlier.files.get(path)
    seen = (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
    if known is not None and known[:4] == seen and max(seen[2:]) + TICK < earlier.kept:
        return known
    digest = digest_at(root, path)
    return None if digest is None else (*seen, digest)
