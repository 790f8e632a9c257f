"""Pieces of a program, each kept with what it was made of.

A piece is worked out from an excerpt of the system, which notes what is read of it. While all that
was read is as it was, so is the piece, and it is not worked out again. Builds that keep nothing
work from excerpts too: so there is one way to make a piece, and no other result.
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
    """The digests of what was read, of all else that counts, and the value as it is stored."""

    reads: tuple[tuple[str, str, bytes], ...]
    rest: bytes
    value: bytes


type KeptPieces = Mapping[str, Piece]
"""Pieces by kind and name."""


class Pieces:
    """The pieces of one system; `used` are those that were asked for.

    Without `earlier`, not even an empty one, nothing is kept.
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
        """What was known before, and what was asked for now."""
        return {**self.earlier, **self.used}

    def of[T](self, kind: type[T], name: str, rest: object, work: Callable[[System], T]) -> T:
        """The piece of a kind and name, which depends on `rest` and on what it reads."""
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
        """The digest of an element; None if there is none of that name."""
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
