"""Entities and operations that earlier runs have resolved, each with a record of its inputs.

An element is taken over if its text, all small sections and every element that it read are
unchanged. Only elements without a diagnostic are saved, so that each diagnostic is found anew.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b

import msgspec

from msc.core.record import Record, field, replace
from msc.core.source import Origin
from msc.expr.known import KnownExpressions
from msc.expr.problem import Problem
from msc.ir.behaviour import InputField, Operation
from msc.ir.canonical import digest_of
from msc.ir.entities import Entity
from msc.ir.excerpt import Read
from msc.ir.expressions import Expression
from msc.ir.fields import Field
from msc.ir.system import System
from msc.model.places import Places
from msc.syntax import nodes
from msc.syntax.nodes import Node, Scalar
from msc.syntax.trees import ALIAS, Tree

SIZE = 16
# Sections whose elements are told apart; any other change is one for all elements.
APART = frozenset({"entities", "operations", "endpoints", "journeys", "questions"})
NAMED = frozenset({"entities", "operations"})
# What all elements may read of an entity.
SHARED = ("plural", "store")


class Use(Record):
    """An operation that requires a rule, the place where it does, and the rule in its scope."""

    operation: str
    path: tuple[str | int, ...]
    result: Expression | tuple[Problem, ...]

    @property
    def is_right(self) -> bool:
        """Whether the rule holds no mistake in this scope."""
        return isinstance(self.result, Expression)


class Known[T](Record):
    """A resolved element: its digest, that of its text, its first line, and what it read."""

    value: T
    digest: bytes
    text: bytes
    line: int
    reads: tuple[tuple[str, bytes], ...] = ()
    expressions: tuple[bytes, ...] = ()
    uses: tuple[tuple[str, Use], ...] = ()


class KnownElements(Record):
    """The elements of a spec; `frame` is the digest of its small sections and of all names."""

    frame: bytes = b""
    entities: dict[str, Known[Entity]] = field(default_factory=dict)
    operations: dict[str, Known[Operation]] = field(default_factory=dict)

    def digests(self, system: System) -> dict[Read, bytes]:
        """The digests of those elements of a system that are as they are here."""
        return {
            (section, element.name): known.digest
            for section, elements, here in (
                ("entities", system.entities, self.entities),
                ("operations", system.operations, self.operations),
            )
            for element in elements
            if (known := here.get(element.name)) is not None and known.value is element
        }


class _Place(Record):
    """Where an element is written: the digest of its text, its file and its first line."""

    text: bytes
    file: str
    line: int


class Earlier(Record):
    """What earlier runs know; without `elements` (not even empty ones), none are saved.

    `trees` are those of the files by path.
    """

    expressions: KnownExpressions = field(default_factory=KnownExpressions)
    elements: KnownElements | None = None
    trees: Mapping[str, Tree] = field(default_factory=dict)


class Noted[V](Mapping[str, V]):
    """A mapping that records which of its values are read."""

    def __init__(self, kind: str, values: Mapping[str, V], reads: set[str]) -> None:
        self._kind = kind
        self._values = values
        self._reads = reads

    def __getitem__(self, name: str) -> V:
        self._reads.add(f"{self._kind} {name}")
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        # The names are in the frame.
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Recall:
    """The elements of one spec; `used` are those that are resolved without a diagnostic."""

    def __init__(self, places: Places, earlier: KnownElements | None = None) -> None:
        self._places = places
        self._earlier = earlier or KnownElements()
        self._is_apart = earlier is not None and not any(
            ALIAS.search(source.text) for source in places.sources
        )
        self.used = KnownElements(self._frame if self._is_apart else b"")
        self._digests: dict[str, bytes] = {}
        self.reads: set[str] = set()
        self._nouns: dict[str, object] = {}

    def entity(self, name: str, work: Callable[[], tuple[Entity, bool]]) -> Entity:
        """The entity; `work` also says whether it has no diagnostic."""
        place = self._place("entities", name)
        known = self._same(self._earlier.entities.get(name), place)
        if known is not None and place is not None:
            moved = _moved_entity(known.value, place.file, place.line - known.line)
            self.used.entities[name] = replace(known, value=moved, line=place.line)
            return moved
        value, is_clean = work()
        if is_clean and place is not None and not value.renamed_from:
            self.used.entities[name] = Known(value, digest_of(value), place.text, place.line)
        return value

    def noted[V](self, kind: str, values: Mapping[str, V]) -> Mapping[str, V]:
        """The elements of a kind, for operations to read."""
        if not self._is_apart:
            return values
        self._nouns |= {f"{kind} {name}": value for name, value in values.items()}
        if kind == "entities":
            self._digests |= {
                f"{kind} {name}": known.digest
                for name, known in self.used.entities.items()
                if values.get(name) is known.value
            }
        return Noted(kind, values, self.reads)

    def operation(
        self,
        name: str,
        expressions: KnownExpressions,
        work: Callable[[], tuple[Operation, bool, tuple[tuple[str, Use], ...]]],
    ) -> tuple[Operation, tuple[tuple[str, Use], ...]]:
        """The operation and its uses of rules; `work` also says whether it has no diagnostic."""
        place = self._place("operations", name)
        known = self._same(self._earlier.operations.get(name), place)
        is_same = known is not None and self._reads_same(known.reads)
        if known is not None and is_same and expressions.recalled(known.expressions):
            assert place is not None
            moved = _moved_operation(known.value, place.file, place.line - known.line)
            self.used.operations[name] = replace(known, value=moved, line=place.line)
            return moved, known.uses
        self.reads.clear()
        expressions.begin()
        value, is_clean, uses = work()
        if is_clean and place is not None:
            digests, rows = expressions.noted()
            nouns = self.reads | {f"entities {name}" for name in rows}
            reads = tuple((noun, self._digest(noun)) for noun in sorted(nouns))
            self.used.operations[name] = Known(
                value, digest_of(value), place.text, place.line, reads, digests, uses
            )
        return value, uses

    def _same[T](self, known: Known[T] | None, place: _Place | None) -> Known[T] | None:
        is_same = known is not None and place is not None and known.text == place.text
        return known if is_same and self._earlier.frame == self.used.frame else None

    def _reads_same(self, reads: tuple[tuple[str, bytes], ...]) -> bool:
        return all(self._digest(noun) == digest for noun, digest in reads)

    def _digest(self, noun: str) -> bytes:
        digest = self._digests.get(noun)
        if digest is None:
            value = self._nouns.get(noun)
            digest = b"" if value is None else digest_of(value)
            self._digests[noun] = digest
        return digest

    def _place(self, section: str, name: str) -> _Place | None:
        entry = self._places.element(section, name) if self._is_apart else None
        if entry is None:
            return None
        span = entry.key.span
        text = self._text(span.file, span.start_line, entry.value.span.end_line)
        return _Place(text, span.file, span.start_line)

    def _text(self, file: str, first: int, last: int) -> bytes:
        return _digest("\n".join(self._lines[file][first - 1 : last]).encode())

    @cached_property
    def _lines(self) -> Mapping[str, list[str]]:
        return {source.path: source.text.split("\n") for source in self._places.sources}

    @cached_property
    def _frame(self) -> bytes:
        """The digest of the sections that are not told apart, and of the names in the others."""
        texts: list[bytes] = []
        for entry in self._places.root.entries:
            name = str(entry.key.value)
            texts.append(name.encode())
            if name not in APART:
                span = entry.value.span
                texts.append(self._text(span.file, entry.key.span.start_line, span.end_line))
            elif name in NAMED and isinstance(entry.value, nodes.Mapping):
                for inner in entry.value.entries:
                    texts.append(inner.key.text.encode())
                    texts += [_word(inner.value, key).encode() for key in SHARED]
        return _digest(msgspec.msgpack.encode(texts))


def _word(node: Node, key: str) -> str:
    value = node.get(key) if isinstance(node, nodes.Mapping) else None
    return value.text if isinstance(value, Scalar) else ""


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


def _moved(origin: Origin, file: str, lines: int) -> Origin:
    span = origin.span
    first, last = span.start_line + lines, span.end_line + lines
    return Origin(replace(span, file=file, start_line=first, end_line=last))


def _moved_field(one: Field, file: str, lines: int) -> Field:
    return replace(one, origin=_moved(one.origin, file, lines))


def _moved_entity(entity: Entity, file: str, lines: int) -> Entity:
    if not lines and entity.origin.span.file == file:
        return entity
    fields = tuple(_moved_field(one, file, lines) for one in entity.fields)
    return replace(entity, fields=fields, origin=_moved(entity.origin, file, lines))


def _moved_operation(operation: Operation, file: str, lines: int) -> Operation:
    if not lines and operation.origin.span.file == file:
        return operation
    inputs = tuple(
        InputField(_moved_field(one.field, file, lines), one.entity) for one in operation.inputs
    )
    return replace(operation, inputs=inputs, origin=_moved(operation.origin, file, lines))
