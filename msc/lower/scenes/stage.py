"""An operation as a stage: the places that it reads, and scenes of rows and inputs on them."""

from collections.abc import Mapping
from functools import cached_property

from msc.core.record import Record, replace
from msc.expr.evaluate import Path, Value
from msc.expr.target import Unsupported, path_of
from msc.ir.behaviour import ActorKind, Operation
from msc.ir.entities import Entity
from msc.ir.expressions import ValueType
from msc.ir.fields import Field
from msc.ir.sight import related_row
from msc.ir.system import System
from msc.lower.scenes.paths import entity_of, row_paths, same_selections
from msc.lower.scenes.rows import SceneRow, ordinary_row
from msc.lower.types.date import TODAY
from msc.lower.types.datetime import NOW
from msc.spelling.code import row_constant, rule_constant


class Scene(Record):
    """Stored rows and an input."""

    rows: tuple[SceneRow, ...]
    inputs: Mapping[str, Value]

    @property
    def stored(self) -> tuple[SceneRow, ...]:
        """The rows, each once, however many places lead to it."""
        return tuple(row for row in self.rows if not row.shared)

    def row(self, path: Path) -> SceneRow | None:
        """The row at a place, if there is one."""
        return next((row for row in self.rows if row.path == path), None)

    def look_up(self, path: Path, _: ValueType) -> Value:
        """The value at a place; raises Unsupported if there is none."""
        fixed = {("now",): NOW, ("today",): TODAY}
        if path in fixed:
            return fixed[path]
        row, holder = self.row(path), self.row(path[:-1])
        if row is not None:
            return row.identity if holder is None else holder.value(path[-1])
        if path[0] == "input" and path[1] in self.inputs and len(path) == 2:
            return self.inputs[path[1]]
        if holder is None:
            raise Unsupported(f"nothing is at {'.'.join(path)}")
        return holder.value(path[-1])

    def is_there(self, path: Path) -> bool:
        """Whether all rows on the path to a row exist."""
        steps = (path[:end] for end in range(2, len(path) + 1))
        holders = ((self.row(step[:-1]), step[-1]) for step in steps)
        return all(row is None or row.value(name) is not None for row, name in holders)


class Stage(Record, dict=True):
    """The places of one operation, and the possible values of each."""

    system: System
    operation: Operation

    @cached_property
    def places(self) -> Mapping[Path, SceneRow]:
        """The row at every path that the operation reads, as ordinary as possible."""
        taken = set(map(rule_constant, self.operation.rules))
        rows: dict[Path, SceneRow] = {}
        for path in row_paths(self.operation, self.system):
            # An input and the row of a loop may have one name.
            constant = _constant(path, frozenset(taken))
            taken.add(constant)
            rows[path] = ordinary_row(path, entity_of(path, self.operation, self.system), constant)
        firsts = dict(same_selections(self.operation.steps))
        for path in [path for path in rows if path[0] in firsts]:
            rows[path] = replace(rows[firsts[path[0]], *path[1:]], path=path, shared=True)
        return rows

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may run the operation."""
        if self.operation.actor.kind is ActorKind.ROLES:
            return self.operation.actor.roles
        return tuple(role.name for role in self.system.roles)


def field_at(stage: Stage, path: Path) -> Field | None:
    """The field of a row or an input at a path."""
    if path[0] == "input" and len(path) == 2:
        field_ = (input_.field for input_ in stage.operation.inputs if input_.field.name == path[1])
        return next(field_, None)
    holder = stage.places.get(path[:-1])
    return _field_named(holder.entity, path[-1]) if holder else None


def is_guarded(stage: Stage, row: SceneRow) -> bool:
    """Whether the operation hides the row from people without access to it."""
    is_named = row.path[0] == "input" and len(row.path) == 2
    return row.entity.access.is_restricted and (is_named or row.path == related_path(stage))


def related_path(stage: Stage) -> Path | None:
    """The place of the returned row, if it is reached through a reference."""
    related = related_row(stage.operation)
    return None if related is None else path_of(related.root)


def _constant(path: Path, taken: frozenset[str]) -> str:
    name = "_".join(path[1:] if path[0] == "input" else path).upper()
    return name if path == ("actor",) else row_constant(name, taken)


def _field_named(entity: Entity, name: str) -> Field | None:
    return next((field for field in entity.fields if field.name == name), None)
