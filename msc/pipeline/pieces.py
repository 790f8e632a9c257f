"""The cached pieces of programs: an index that is read at once, and values read one by one.

Most values are not needed by a build that follows a small change, and most stay as they are. So
they are in a file of their own, which grows at its end, and which the index refers to by digest.
A value that is missing or damaged is computed again.
"""

import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from msc.core.record import Record, field
from msc.ir.canonical import SIZE
from msc.lower.pieces import KnownPieces, PieceIndex, Pieces
from msc.pipeline.cache import Cache

INDEX = "pieces"

type Place = tuple[int, int]
"""Where a value begins in the file, and its length."""


class _Stored(Record):
    """The index as saved: `places` are those of the values in the file `values`."""

    index: PieceIndex = PieceIndex()
    values: str = ""
    places: dict[bytes, Place] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of all values that the index needs."""
        return sum(length for _, length in self.places.values())


class _Values(Mapping[bytes, bytes]):
    """The values in a file by their digests."""

    def __init__(self, folder: Path, stored: _Stored) -> None:
        self.stored = stored
        self._path = folder / stored.values
        self._places = stored.places

    @cached_property
    def _data(self) -> mmap.mmap | bytes:
        try:
            with self._path.open("rb") as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return b""

    def get(self, digest: bytes, default: Any = None) -> Any:
        """The value; faster than what a mapping inherits, and called for each piece."""
        try:
            return self[digest]
        except KeyError:
            return default

    def __getitem__(self, digest: bytes) -> bytes:
        start, length = self._places[digest]
        data = self._data[start : start + length]
        if blake2b(data, digest_size=SIZE).digest() != digest:
            raise KeyError(digest)
        return data

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def known_pieces(cache: Cache) -> KnownPieces | None:
    """The pieces of earlier runs; None if nothing is saved at all."""
    if cache.folder is None:
        return None
    stored = cache.read(INDEX, _Stored) or _Stored()
    return KnownPieces(stored.index, _Values(cache.folder, stored))


def keep_pieces(cache: Cache, pieces: Pieces, index: PieceIndex) -> None:
    """Saves the pieces in the index, unless the same ones are saved already."""
    is_known = index == pieces.known.index and not pieces.contents
    if cache.folder is None or is_known:
        return
    # Whatever another process has saved since: what this one has read is consistent.
    known = pieces.known.contents
    stored = known.stored if isinstance(known, _Values) else _Stored()
    needed = index.contents
    places = {digest: place for digest, place in stored.places.items() if digest in needed}
    new = {digest: data for digest, data in pieces.contents.items() if digest in needed}
    current = _Stored(index, stored.values, places)
    # A disk that is full or must not be written costs time, and nothing else.
    with suppress(OSError):
        appended = _appended(cache.folder / stored.values, current, new)
        if appended is not None:
            cache.write(INDEX, appended)
            return
        old = ((digest, known.get(digest)) for digest in sorted(needed))
        values = {digest: data for digest, data in old if data is not None} | new
        cache.write(INDEX, _rewritten(cache.folder, index, values))
        if stored.values:
            (cache.folder / stored.values).unlink(missing_ok=True)


def _appended(path: Path, stored: _Stored, new: Mapping[bytes, bytes]) -> _Stored | None:
    """The places after new values are added; None if the file should rather be written again."""
    size = path.stat().st_size if stored.values and path.is_file() else 0
    if size == 0 or size > 2 * stored.size:
        return None
    data = b"".join(new.values())
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        # Whatever another process adds at the same time, these bytes lie together.
        if os.write(descriptor, data) != len(data):
            return None
        start = os.lseek(descriptor, 0, os.SEEK_CUR) - len(data)
    finally:
        os.close(descriptor)
    os.utime(path)
    return _Stored(stored.index, stored.values, stored.places | _placed(new, start))


def _rewritten(folder: Path, index: PieceIndex, values: Mapping[bytes, bytes]) -> _Stored:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="values-", delete=False) as file:
        file.write(b"".join(values.values()))
    return _Stored(index, os.path.basename(file.name), _placed(values, 0))


def _placed(values: Mapping[bytes, bytes], start: int) -> dict[bytes, Place]:
    places = dict[bytes, Place]()
    for digest, data in values.items():
        places[digest] = (start, len(data))
        start += len(data)
    return places
