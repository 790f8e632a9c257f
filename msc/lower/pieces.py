"""Cached pieces of a program, each with a record of its inputs.

A piece is computed from an excerpt of the system, which records every element that is read. While
all of these are unchanged, so is the piece, and it is reused. Builds without a cache use excerpts
too, so that there is only one way to compute a piece.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from msc.core.record import Record, asdict
from msc.ir.canonical import to_bytes
from msc.ir.excerpt import SECTIONS, Read, excerpt
from msc.ir.system import System

SIZE = 16


class Piece(Record):
    """The digests of the elements that were read and of other inputs, and the value as stored."""

    reads: tuple[tuple[str, str, bytes], ...]
    rest: bytes
    value: bytes


type KeptPieces = Mapping[str, Piece]
"""Pieces by kind and name."""


class Pieces:
    """The pieces of one system; `used` are those that were requested.

    Without `earlier` (not even an empty one), nothing is saved.
    """

    def __init__(self, system: System, earlier: KeptPieces | None = None) -> None:
        self._system = system
        self._keeps = earlier is not None
        self.earlier = earlier or {}
        self.used: dict[str, Piece] = {}
        self._digests: dict[Read, bytes | None] = {}
        self._sections: dict[str, dict[str, Any]] = {}
        self._frame: bytes | None = None

    @property
    def kept(self) -> KeptPieces:
        """The earlier pieces and those requested now."""
        return {**self.earlier, **self.used}

    def of[T](self, kind: type[T], name: str, rest: object, work: Callable[[System], T]) -> T:
        """The piece of a kind and a name, which depends on `rest` and on the elements it reads."""
        if not self._keeps:
            return work(excerpt(self._system))
        key, digest = f"{kind} {name}", self._digest_of_rest(rest)
        piece = self.earlier.get(key)
        if piece is not None and piece.rest == digest and self._is_current(piece):
            self.used[key] = piece
            return msgspec.msgpack.decode(piece.value, type=kind)
        names: set[Read] = set()
        value = work(excerpt(self._system, names.add))
        reads = tuple((*read, self._digest(read) or b"") for read in sorted(names))
        self.used[key] = Piece(reads, digest, msgspec.msgpack.encode(value))
        return value

    def _is_current(self, piece: Piece) -> bool:
        return all(self._digest((section, name)) == digest for section, name, digest in piece.reads)

    def _digest_of_rest(self, rest: object) -> bytes:
        if self._frame is None:
            fields = asdict(self._system)
            frame = {name: fields[name] for name in fields if name not in SECTIONS}
            self._frame = _digest(frame)
        return _digest([self._frame, rest])

    def _digest(self, read: Read) -> bytes | None:
        """The digest of an element; None if it does not exist."""
        if read not in self._digests:
            section, name = read
            element = self._elements(section).get(name)
            self._digests[read] = None if element is None else _digest(element)
        return self._digests[read]

    def _elements(self, section: str) -> Mapping[str, Any]:
        if section not in self._sections:
            elements = getattr(self._system, section)
            self._sections[section] = {element.name: element for element in elements}
        return self._sections[section]


def _digest(value: object) -> bytes:
    return blake2b(to_bytes(value), digest_size=SIZE).digest()
