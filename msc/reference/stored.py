"""The rows that a system has stored, and what keeps them consistent."""

from collections.abc import Iterator, Mapping

from msc.core.record import Mutable, Record
from msc.expr.target import Unsupported
from msc.ir.entities import Entity
from msc.ir.fields import Field, OnDelete, ReferenceType
from msc.ir.steps import REFERENCE_VIOLATION, UNIQUE_VIOLATION
from msc.ir.system import System
from msc.reference.values import Value


class Refused(Exception):  # noqa: N818 - an outcome
    """The operation has changed nothing; `refusal` says why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.refusal = (status, code)


class Row(Record):
    """A stored row; references are the identifiers of rows."""

    entity: str
    id: str
    values: Mapping[str, Value]


class Stored(Mutable):
    """All rows, by entity and identifier."""

    system: System
    rows: dict[str, dict[str, Row]]

    @classmethod
    def of(cls, system: System, rows: Iterator[Row]) -> "Stored":
        """A store with these rows."""
        stored = cls(system, {entity.name: {} for entity in system.entities})
        for row in rows:
            stored.rows[row.entity][row.id] = row
        return stored

    def copy(self) -> "Stored":
        """A store that changes by itself."""
        return Stored(self.system, {name: dict(rows) for name, rows in self.rows.items()})

    def row(self, entity: str, id_: str) -> Row | None:
        """The row, if there is one."""
        return self.rows[entity].get(id_)

    def put(self, row: Row) -> None:
        """Stores a new or changed row; raises Refused."""
        entity = self.system.entity(row.entity)
        # In the order of a database: its indexes when a row comes, its references afterwards.
        if any(self._is_taken(fields, row) for fields in _uniques(entity)):
            raise Refused(409, UNIQUE_VIOLATION)
        for field, target in _references(entity):
            id_ = row.values[field.name]
            if id_ is not None and str(id_) not in self.rows[target.entity]:
                raise Refused(409, REFERENCE_VIOLATION)
        self.rows[row.entity][row.id] = row

    def _is_taken(self, fields: tuple[str, ...], row: Row) -> bool:
        if not row.values.keys() >= set(fields):
            raise Unsupported("what is hidden has to be unique")
        values = [row.values[name] for name in fields]
        return None not in values and any(
            other.id != row.id and [other.values[name] for name in fields] == values
            for other in self.rows[row.entity].values()
        )

    def remove(self, entity: str, id_: str) -> None:
        """Removes a row, and what becomes of those that refer to it; raises Refused."""
        del self.rows[entity][id_]
        for other in self.system.entities:
            for field, type_ in _references(other):
                if type_.entity == entity:
                    self._release(other, field, type_.on_delete, id_)

    def _release(self, entity: Entity, field: Field, rule: OnDelete, id_: str) -> None:
        for row in [*self.rows[entity.name].values()]:
            if row.values[field.name] != id_ or row.id not in self.rows[entity.name]:
                continue
            match rule:
                case OnDelete.RESTRICT:
                    raise Refused(409, REFERENCE_VIOLATION)
                case OnDelete.CASCADE:
                    self.remove(entity.name, row.id)
                case OnDelete.CLEAR:
                    released = {**row.values, field.name: None}
                    self.rows[entity.name][row.id] = Row(row.entity, row.id, released)


def _references(entity: Entity) -> Iterator[tuple[Field, ReferenceType]]:
    for field in entity.fields:
        if isinstance(field.type, ReferenceType):
            yield field, field.type


def _uniques(entity: Entity) -> Iterator[tuple[str, ...]]:
    yield from ((field.name,) for field in entity.fields if field.unique)
    yield from entity.uniques
