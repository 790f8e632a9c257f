"""Cached pieces of a program, each with a record of its inputs.

A piece is computed from an excerpt of the system, which records every element that is read. While
all of these are unchanged, so is the piece, and it is reused. Builds without a cache use excerpts
too, so that there is only one way to compute a piece.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import Any, cast

import msgspec

from msc.core.record import Record, asdict, field
from msc.ir.canonical import SIZE, digest_of
from msc.ir.excerpt import SECTIONS, Read, excerpt
from msc.ir.system import System
from msc.lower.deferred import Deferred, Label, label_of

type Work[T] = Callable[[System], T]


class Piece(Record):
    """The elements that were read, the digests of other inputs and of the value, and its label.

    A value that is None has no label.
    """

    reads: tuple[Read, ...]
    rest: bytes
    content: bytes
    label: Label | None


class PieceIndex(Record):
    """Pieces by kind and name, with the digests of the elements that any of them has read.

    `frame` is the digest of the small sections, which count as read by every piece.
    """

    frame: bytes = b""
    elements: dict[str, dict[str, bytes]] = field(default_factory=dict)
    pieces: dict[str, dict[str, Piece]] = field(default_factory=dict)

    @property
    def contents(self) -> frozenset[bytes]:
        """The digests of all values."""
        return frozenset(
            piece.content for of_kind in self.pieces.values() for piece in of_kind.values()
        )


class ComputedPieces(Record):
    """Pieces that were computed, each with its kind and its name, and their values by digest."""

    pieces: tuple[tuple[str, str, Piece], ...] = ()
    contents: dict[bytes, bytes] = field(default_factory=dict)


class KnownPieces(Record):
    """The pieces of earlier builds, and their encoded values by digest."""

    index: PieceIndex = PieceIndex()
    contents: Mapping[bytes, bytes] = field(default_factory=dict)


class _Shelf(Record):
    """The pieces of one kind: those of earlier builds, and those requested now."""

    kind: str
    earlier: Mapping[str, Piece]
    used: dict[str, Piece]
    decoder: msgspec.msgpack.Decoder[Any]


class _Elements:
    """The digests of a system's elements, each computed once; some may be known."""

    def __init__(self, system: System, digests: Mapping[Read, bytes]) -> None:
        self._system = system
        self._digests: dict[Read, bytes | None] = {**digests}
        self._sections: dict[str, dict[str, Any]] = {}

    @cached_property
    def frame(self) -> bytes:
        """The digest of the small sections."""
        fields = asdict(self._system)
        return digest_of({name: fields[name] for name in fields if name not in SECTIONS})

    def digest(self, read: Read) -> bytes | None:
        """The digest of an element; None if it does not exist."""
        if read not in self._digests:
            section, name = read
            element = self._section(section).get(name)
            self._digests[read] = None if element is None else digest_of(element)
        return self._digests[read]

    def _section(self, section: str) -> Mapping[str, Any]:
        if section not in self._sections:
            elements = getattr(self._system, section)
            self._sections[section] = {element.name: element for element in elements}
        return self._sections[section]


class Pieces:
    """The pieces of one system; without `known` (not even empty ones), nothing is saved.

    `digests` are those of elements, as far as they are known. `contents` are the encoded values of
    the pieces that were computed now.
    """

    def __init__(
        self,
        system: System,
        known: KnownPieces | None = None,
        digests: Mapping[Read, bytes] | None = None,
    ) -> None:
        self._system = system
        self._keeps = known is not None
        self.known = known or KnownPieces()
        self._bare = excerpt(system)
        self._shelves: dict[type, _Shelf] = {}
        self._elements = _Elements(system, digests or {})
        self.contents: dict[bytes, bytes] = {}
        self._computed: list[tuple[str, str, Piece]] = []

    def of[T](self, kind: type[T], name: str, rest: object, work: Work[T]) -> T:
        """The piece of a kind and a name, which depends on `rest` and on the elements it reads."""
        if not self._keeps:
            return work(self._bare)
        shelf = self._shelf(kind)
        piece = self._current(shelf, name, rest)
        if piece is not None:
            decoded = self._decoded(shelf, piece)
            if decoded is not None:
                shelf.used[name] = piece
                return cast("T", decoded)
        return self._compute(shelf, name, rest, work)[1]

    def deferred[T](self, kind: type[T], name: str, rest: object, work: Work[T | None]) -> T | None:
        """The same for a view, which is loaded only if a template needs it."""
        if not self._keeps:
            return work(self._bare)
        shelf = self._shelf(kind)
        piece, value = self._current(shelf, name, rest), None
        if piece is None:
            piece, value = self._compute(shelf, name, rest, work)
        shelf.used[name] = piece
        if piece.label is None:
            return None

        def load() -> object:
            decoded = self._decoded(shelf, piece)
            return self._compute(shelf, name, rest, work)[1] if decoded is None else decoded

        return cast("T", Deferred(piece.content, piece.label, load, value))

    def _decoded(self, shelf: _Shelf, piece: Piece) -> Any:
        """The saved value of a piece; None if it is missing or damaged."""
        data = self.known.contents.get(piece.content)
        return None if data is None else shelf.decoder.decode(data)

    def content(self, kind: type, name: str) -> bytes:
        """The digest of a piece that was requested, to name it as an input of another one."""
        return self._shelves[kind].used[name].content if self._keeps else b""

    @property
    def count(self) -> int:
        """The number of pieces that were computed."""
        return len(self._computed)

    def since(self, count: int) -> ComputedPieces:
        """The pieces that were computed after the first ones."""
        pieces = tuple(self._computed[count:])
        digests = {piece.content for _, _, piece in pieces}
        return ComputedPieces(pieces, {digest: self.contents[digest] for digest in digests})

    def take(self, computed: ComputedPieces) -> None:
        """Takes over what a copy of this process has computed."""
        self._computed += computed.pieces
        self.contents |= computed.contents

    @property
    def kept(self) -> PieceIndex:
        """The pieces that were computed, and the earlier ones that are still current."""
        current = {
            kind: {name: piece for name, piece in pieces.items() if self._is_current(piece)}
            for kind, pieces in self._earlier.items()
        }
        for kind, name, piece in self._computed:
            current.setdefault(kind, {})[name] = piece
        return self._with_elements(current)

    def _with_elements(self, pieces: dict[str, dict[str, Piece]]) -> PieceIndex:
        reads = {read for of_kind in pieces.values() for piece in of_kind.values()
                 for read in piece.reads}  # fmt: skip
        elements = dict[str, dict[str, bytes]]()
        for section, name in sorted(reads):
            elements.setdefault(section, {})[name] = self._elements.digest((section, name)) or b""
        return PieceIndex(self._elements.frame, elements, pieces)

    def _shelf(self, kind: type) -> _Shelf:
        shelf = self._shelves.get(kind)
        if shelf is None:
            decoder = msgspec.msgpack.Decoder(kind | None)
            shelf = _Shelf(_name(kind), self._earlier.get(_name(kind), {}), {}, decoder)
            self._shelves[kind] = shelf
        return shelf

    @cached_property
    def _earlier(self) -> Mapping[str, Mapping[str, Piece]]:
        index = self.known.index
        return index.pieces if index.frame == self._elements.frame else {}

    @cached_property
    def _changed(self) -> frozenset[Read]:
        """The elements that differ from those that earlier pieces have read."""
        return frozenset(
            (section, name)
            for section, digests in self.known.index.elements.items()
            for name, digest in digests.items()
            if self._elements.digest((section, name)) != digest
        )

    def _current(self, shelf: _Shelf, name: str, rest: object) -> Piece | None:
        piece = shelf.earlier.get(name)
        if piece is None or piece.rest != _digest_of_rest(rest) or not self._is_current(piece):
            return None
        return piece

    def _is_current(self, piece: Piece) -> bool:
        return self._changed.isdisjoint(piece.reads)

    def _compute[T](self, shelf: _Shelf, name: str, rest: object, work: Work[T]) -> tuple[Piece, T]:
        reads: set[Read] = set()
        value = work(excerpt(self._system, reads.add))
        data = msgspec.msgpack.encode(value)
        digest = blake2b(data, digest_size=SIZE).digest()
        piece = Piece(tuple(sorted(reads)), _digest_of_rest(rest), digest, label_of(value))
        self.contents[digest] = data
        shelf.used[name] = piece
        self._computed.append((shelf.kind, name, piece))
        return piece, value


def present[T](views: Iterable[T | None]) -> tuple[T, ...]:
    """The views that are there."""
    return tuple(view for view in views if view is not None)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _digest_of_rest(rest: object) -> bytes:
    return digest_of(rest) if rest else b""
