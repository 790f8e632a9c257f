"""Results of earlier runs, in a folder that can be deleted at any time.

Entries are verified: each file carries a digest of itself and of msc and its libraries, and each
entry is keyed by the digest of everything it depends on. A file that is missing, damaged or from
another version of msc is ignored, and a file that cannot be written is skipped.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import msgspec

from msc.core.lifetime import keep
from msc.core.record import Record
from msc.pipeline.itself import digest_of_msc

SIZE = hashlib.sha256().digest_size
# The number of spec folders, and of files of one kind in each; what was written longest ago goes.
# A file that fits for long is written once, and so must not make room for files of other kinds.
MAX_FOLDERS, MAX_FILES = 64, 8


class Cache(Record, dict=True):
    """The folder of one spec; without a folder nothing is saved."""

    folder: Path | None = None

    @property
    def lasts(self) -> bool:
        """Whether anything is saved at all."""
        return self.folder is not None

    def read[T](self, name: str, kind: type[T]) -> T | None:
        """The saved value, if it is intact and was written by this version of msc."""
        if self.folder is None:
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        content = memoryview(data)[SIZE:]
        if data[:SIZE] != self._seal(content):
            return None
        try:
            value = msgspec.msgpack.decode(content, type=kind)
        except (msgspec.DecodeError, RecursionError):
            return None
        return keep(value)

    def written(self, name: str) -> int:
        """When a value was saved, in nanoseconds of the disk's clock; 0 if it was not."""
        try:
            return 0 if self.folder is None else (self.folder / name).stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, name: str, value: Any) -> None:
        """Saves a value atomically: readers see either the old or the new one."""
        if self.folder is None:
            return
        data = msgspec.msgpack.encode(value)
        # A disk that is full or must not be written costs time, and nothing else.
        with suppress(OSError):
            self._make_folder()
            with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(self._seal(data))
                file.write(data)
            os.replace(file.name, self.folder / name)
            kind = name.partition("-")[0]
            _prune(self.folder.glob(f"{kind}-*"), MAX_FILES, lambda path: path.unlink())

    def _seal(self, data: bytes | memoryview) -> bytes:
        seal = hashlib.sha256(self._msc)
        seal.update(data)
        return seal.digest()

    @cached_property
    def _msc(self) -> bytes:
        return f"{digest_of_msc()} {_libraries()}".encode()

    def _make_folder(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            self.folder.mkdir(parents=True, mode=0o700)
            _prune(self.folder.parent.iterdir(), MAX_FOLDERS, _remove)


NO_CACHE = Cache()


def _libraries() -> str:
    """The installed libraries and their versions."""
    installed = os.path.dirname(os.path.dirname(msgspec.__file__))
    return " ".join(sorted(name for name in os.listdir(installed) if name.endswith("-info")))


def _prune(entries: Iterable[Path], most: int, remove: Callable[[Path], None]) -> None:
    paths = [path for path in entries if not path.name.startswith(".")]
    if len(paths) > most:
        paths.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in paths[:-most]:
            remove(path)


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
