"""The names of an operation: which row each of them shows, and in which of its versions.

A name shows its row as it was read, with what was written to it under other names. What was written
under the name itself is shown by the name that the step gives its result; and by the name itself
only once rows of the entity are written under other names or in a loop.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msc.core.record import Mutable, Record, field
from msc.expr.target import Unsupported, children, path_of
from msc.ir.entities import Entity
from msc.ir.expressions import ListValue, Node, Variable
from msc.ir.fields import ReferenceType
from msc.reference.evaluation import evaluate, holds
from msc.reference.stored import Row, Stored
from msc.reference.unit import Unit
from msc.reference.values import Value, to_cel

type Path = tuple[str, ...]
IDENTITY = "id"


class NamedRow(Record):
    """The row of a name; it shows what was written under its origin before `since`."""

    row: Row
    origin: int
    since: int


class Names(Mutable):
    """What expressions of an operation can name."""

    stored: Stored
    unit: Unit
    plain: dict[str, Value] = field(default_factory=dict)
    inputs: dict[str, Value] = field(default_factory=dict)
    rows: dict[Path, NamedRow | None] = field(default_factory=dict)

    def block(self) -> "Names":
        """The names inside a loop, of which those outside know nothing."""
        return Names(self.stored, self.unit, dict(self.plain), self.inputs, dict(self.rows))

    def hold(self, path: Path, row: Row | None) -> None:
        """Gives a row a name."""
        origin, since = self.unit.origin(), len(self.unit.writes)
        self.rows[path] = None if row is None else NamedRow(row, origin, since)

    def value(self, node: Node) -> Value:
        """The value of an expression; raises Unsupported."""
        return evaluate(node, self._values(node))

    def holds(self, node: Node) -> bool:
        """Whether a condition holds; raises Unsupported."""
        return holds(node, self._values(node))

    def selects(self, node: Node, variable: str, row: Row) -> bool:
        """Whether a condition selects a stored row."""
        depth = _depth(node)
        return holds(node, {**self._values(node, variable), variable: self._tree(row, depth)})

    def row(self, path: Path) -> NamedRow | None:
        """The row that a path names; one behind a reference is read when it is first needed."""
        if path not in self.rows:
            above = self.row(path[:-1])
            id_ = None if above is None else self.read(above, path[-1])
            if id_ is None:
                self.rows[path] = None
            else:
                assert above is not None
                entity = _target(self._entity(above.row.entity), path[-1])
                self.hold(path, self._known(entity, str(id_)))
        return self.rows[path]

    def _known(self, entity: str, id_: str) -> Row:
        row = self.stored.row(entity, id_)
        new = next((write for write in self.unit.of(entity, id_) if write.is_new), None)
        if row is None and new is not None:
            return Row(entity, id_, new.changes)
        if row is None:
            raise Unsupported("a row is read that is gone")
        return row

    def read(self, named: NamedRow, name: str) -> Value:
        """A field of the row, as the name shows it."""
        if name == IDENTITY:
            return named.row.id
        value = named.row.values[name]
        shown = max(named.since, self.unit.shown_to_all(named.row.entity, named.origin))
        for place, write in enumerate(self.unit.writes):
            is_of_row = (write.entity, write.id) == (named.row.entity, named.row.id)
            if not is_of_row or write.is_new or name not in write.changes:
                continue
            if write.origin != named.origin or place < shown:
                value = write.changes[name]
        return value

    def shown(self, named: NamedRow) -> Row:
        """The row as the name shows it."""
        values = {name: self.read(named, name) for name in named.row.values}
        return Row(named.row.entity, named.row.id, values)

    def _values(self, node: Node, *but: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for variable, paths in _paths(node).items():
            if variable.name in but:
                continue
            if isinstance(variable.type, ListValue) and variable.type.stored:
                values[variable.name] = self._collection(variable.type, _depth(node))
            elif variable.name == "input":
                values["input"] = {
                    name: self._place(("input", name), inner) for name, inner in _steps(paths)
                }
            else:
                values[variable.name] = self._place((variable.name,), paths)
        return values

    def _place(self, path: Path, further: set[Path]) -> Any:
        """What a path leads to, as far as an expression reads on from there."""
        if path[0] == "input" and path[1] in self.inputs:
            return to_cel(self.inputs[path[1]])
        if path[0] in self.plain:
            return to_cel(self.plain[path[0]])
        named = self.row(path)
        if named is None:
            return None
        shown: dict[str, Any] = {IDENTITY: named.row.id}
        entity = self._entity(named.row.entity)
        for name, inner in _steps(further):
            if name == IDENTITY:
                continue
            value = self.read(named, name)
            if not _is_reference(entity, name):
                shown[name] = to_cel(value)
            elif value is None:
                shown[name] = None
            elif inner - {(IDENTITY,)}:
                shown[name] = self._place((*path, name), inner)
            else:
                shown[name] = {IDENTITY: value}
        return shown

    def _collection(self, type_: ListValue, depth: int) -> list[dict[str, Any]]:
        entity = getattr(type_.item, "entity")  # noqa: B009 - a stored list is one of rows
        return [self._tree(row, depth) for row in self.stored.rows[entity].values()]

    def _tree(self, row: Row, depth: int) -> dict[str, Any]:
        """A stored row, with the rows that it refers to, `depth` references on."""
        entity = self._entity(row.entity)
        tree: dict[str, Any] = {IDENTITY: row.id}
        for name, value in row.values.items():
            if value is None or not _is_reference(entity, name):
                tree[name] = to_cel(value)
                continue
            target = self.stored.row(_target(entity, name), str(value))
            is_end = depth == 0 or target is None
            tree[name] = {IDENTITY: value} if is_end else self._tree(target, depth - 1)  # type: ignore[arg-type]
        return tree

    def _entity(self, name: str) -> Entity:
        return self.stored.system.entity(name)


def _is_reference(entity: Entity, name: str) -> bool:
    return any(
        field_.name == name and isinstance(field_.type, ReferenceType) for field_ in entity.fields
    )


def _target(entity: Entity, name: str) -> str:
    type_ = entity.field_named(name).type
    assert isinstance(type_, ReferenceType)
    return type_.entity


def _paths(node: Node, bound: frozenset[str] = frozenset()) -> Mapping[Variable, set[Path]]:
    """The free variables of an expression, and what it reads behind each."""
    paths: dict[Variable, set[Path]] = {}
    for variable, path in _reads(node, bound):
        paths.setdefault(variable, set()).add(path)
    return paths


def _reads(node: Node, bound: frozenset[str]) -> Iterator[tuple[Variable, Path]]:
    path = path_of(node)
    if path is not None:
        start = node
        while not isinstance(start, Variable):
            (start,) = children(start)
        if start.name not in bound:
            yield start, path[1:]
        return
    inner = bound | {node.variable} if hasattr(node, "variable") else bound
    for child in children(node):
        yield from _reads(child, inner)


def _steps(paths: set[Path]) -> Iterator[tuple[str, set[Path]]]:
    """The first names of the paths, each with what comes after it."""
    for name in sorted({path[0] for path in paths if path}):
        yield name, {path[1:] for path in paths if path[:1] == (name,) and path[1:]}


def _depth(node: Node) -> int:
    """How many references an expression follows from a row at most."""
    path = path_of(node)
    return len(path or ()) + max((_depth(child) for child in children(node)), default=0)
