"""What earlier runs worked out, kept in a folder that anybody may delete at any time.

Nothing in it is believed for being there: each file carries a digest of itself together with the
digest of msc and its libraries, and each entry is found by the digest of all that it depends on. A
file that is missing, torn, foreign or of another msc is as good as none, and one that cannot be
written is not written.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import msgspec

from msc.core.record import Record
from msc.pipeline.inputs import digest_of_msc

SIZE = hashlib.sha256().digest_size
# Folders of specs, and files in each; what was not used for longest goes.
MAX_FOLDERS, MAX_FILES = 64, 16


class Cache(Record, dict=True):
    """The folder of one spec; without a folder nothing is kept."""

    folder: Path | None = None

    @property
    def lasts(self) -> bool:
        """Whether anything is kept at all."""
        return self.folder is not None

    def read[T](self, name: str, kind: type[T]) -> T | None:
        """What was kept under a name, if it is whole and of this very msc."""
        if self.folder is None:
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        if data[:SIZE] != self._seal(data[SIZE:]):
            return None
        try:
            return msgspec.msgpack.decode(data[SIZE:], type=kind)
        except (msgspec.DecodeError, RecursionError):
            return None

    def written(self, name: str) -> int:
        """When a name was kept, in nanoseconds of the disk's clock; 0 if it was not."""
        try:
            return 0 if self.folder is None else (self.folder / name).stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, name: str, value: Any) -> None:
        """Keeps a value; readers see the old one or the new one, and nothing in between."""
        if self.folder is None:
            return
        data = msgspec.msgpack.encode(value)
        # A disk that is full or must not be written costs time, and nothing else.
        with suppress(OSError):
            self._make_folder()
            with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(self._seal(data) + data)
            os.replace(file.name, self.folder / name)
            _prune(self.folder, MAX_FILES, lambda path: path.unlink())

    def _seal(self, data: bytes) -> bytes:
        return hashlib.sha256(self._msc + data).digest()

    @cached_property
    def _msc(self) -> bytes:
        return f"{digest_of_msc()} {_libraries()}".encode()

    def _make_folder(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            self.folder.mkdir(parents=True, mode=0o700)
            _prune(self.folder.parent, MAX_FOLDERS, _remove)


NO_CACHE = Cache()


def _libraries() -> str:
    """The libraries that are installed beside this one, with their versions."""
    installed = os.path.dirname(os.path.dirname(msgspec.__file__))
    return " ".join(sorted(name for name in os.listdir(installed) if name.endswith("-info")))


def _prune(folder: Path, most: int, remove: Callable[[Path], None]) -> None:
    paths = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if len(paths) > most:
        paths.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in paths[:-most]:
            remove(path)


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
