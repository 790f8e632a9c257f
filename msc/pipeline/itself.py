"""Tells this msc from another one, without reading it.

As in git, a file with unchanged size, inode and timestamps counts as unchanged. Python looks at
less before it runs a compiled module: at the size, and at the time in whole seconds.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from msc import __version__
from msc.core import resources

type State = tuple[str, int, int, int, int]
"""Of a file: its path; its number, size, times of change of content and of anything."""


@cache
def digest_of_msc() -> str:
    """A digest of the compiler: the states of its code and of its blueprints."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    states = (*states_below(package), *states_below(str(resources.folder("blueprints"))))
    return hashlib.sha256(repr((__version__, states)).encode()).hexdigest()


def states_below(root: str, prefix: str = "") -> Iterator[State]:
    """The states of the files that are shipped below a folder, in the order of their names."""
    with os.scandir(root) as entries:
        shipped = sorted(entries, key=lambda entry: entry.name)
    for entry in shipped:
        path = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "_data" and not entry.name.endswith(("_cache", "__pycache__")):
                yield from states_below(entry.path, f"{path}/")
        else:
            # What leads nowhere, or has gone in the meantime, is an editor's and not msc's.
            with suppress(FileNotFoundError):
                now = entry.stat()
                yield path, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
