"""Rows that a test stores."""

from collections.abc import Iterable, Mapping
from zlib import crc32

from msc.core.record import Record, replace
from msc.expr.evaluate import Identity, Path, Value
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, ReferenceType
from msc.lower.pycode import Import
from msc.lower.shapes.names import attribute
from msc.lower.shapes.samples import choices, ordinary_value, value_imports, value_text
from msc.lower.types.datetime import NOW

COMMON = ("created_at", "updated_at")
COMMON_IN_MONGO = ("created_at",)


class SceneRow(Record):
    """A row in the constant `constant`; `values` holds all its fields by name.

    `path` is its place in expressions, such as ("input", "loan"). At a place that is `shared`,
    it is a row that has another place of its own.
    """

    path: Path
    entity: Entity
    constant: str
    values: Mapping[str, Value]
    shared: bool = False

    @property
    def identity(self) -> Identity:
        """The row as a value that expressions compare."""
        return Identity(f"{self.constant}.id")

    @property
    def text(self) -> str:
        """The call that creates the row, with values that differ from the defaults."""
        usual = ordinary_row(self.path, self.entity, self.constant).values
        arguments = [
            f"{attribute(field)}={self._text(field, self._own_id)}"
            for field in self.entity.shown
            if self.values[field.name] != usual[field.name]
        ]
        if self.identity in self.values.values():
            arguments.insert(0, f"id={self._own_id}")
        return f"{factory(self.entity)}({', '.join(arguments)})"

    @property
    def imports(self) -> tuple[Import, ...]:
        """The imports of the text."""
        own = (import_ for field in self.entity.fields for import_ in value_imports(field.type))
        return (("tests.support.samples", factory(self.entity)), *own)

    def but(self, changes: Mapping[str, Value]) -> "SceneRow":
        """The row with other values."""
        return replace(self, values={**self.values, **changes})

    def text_beside(self, base: "SceneRow") -> str:
        """The row as a change of `base`, which has the same constant."""
        changed = [
            f'"{attribute(field)}": {self._text(field, self.identity.text)}'
            for field in self.entity.shown
            if self.values[field.name] != base.values[field.name]
        ]
        if not changed:
            return self.constant
        return f"{self.constant}.model_copy(update={{{', '.join(changed)}}})"

    def value(self, name: str) -> Value:
        """The value of a field, including those that every row has."""
        return NOW if name in COMMON else self.values[name]

    def _text(self, field: Field, own_id: str) -> str:
        value = self.values[field.name]
        # An identifier used by this row only is created inline.
        own = free_reference(self.constant, field)
        if value == self.identity:
            return own_id
        return "new_id()" if value == own else value_text(field.type, value)

    @property
    def _own_id(self) -> str:
        """The identifier of a self-referencing row, whose constant does not exist yet."""
        return f'UUID("01900000-0000-7000-8000-{crc32(self.constant.encode()):012x}")'


def ordinary_row(path: Path, entity: Entity, constant: str) -> SceneRow:
    """The row as created by its factory."""
    values = {
        field.name: free_reference(constant, field)
        if isinstance(field.type, ReferenceType) and not field.optional
        else ordinary_value(field)
        for field in entity.fields
    }
    return SceneRow(path, entity, constant, values)


def free_reference(constant: str, field: Field) -> Identity:
    """The referenced row where the test does not depend on it."""
    return Identity(f"{constant}.{attribute(field)}")


def factory(entity: Entity) -> str:
    """The factory of an entity's rows."""
    return f"make_{entity.name}"


def common_fields(entity: Entity) -> tuple[str, ...]:
    """The timestamps of every row of the entity."""
    return COMMON if entity.store is Store.POSTGRES else COMMON_IN_MONGO


def row_choices(constant: str, field: Field) -> tuple[Value, ...]:
    """Possible values of a field of a row, the ordinary one first."""
    if isinstance(field.type, ReferenceType):
        free = free_reference(constant, field)
        return (None, free) if field.optional else (free,)
    return tuple(dict.fromkeys((ordinary_value(field), *choices(field))))


def in_order(rows: Iterable[SceneRow]) -> tuple[SceneRow, ...]:
    """The rows, each after those that it references."""
    pending, ordered = list(rows), []
    while pending:
        names = {row.constant for row in pending}
        ready = next((row for row in pending if not _names(row, names)), pending[0])
        pending.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _names(row: SceneRow, constants: set[str]) -> bool:
    return any(f"={constant}." in row.text for constant in constants - {row.constant})
