"""Entities as tables: the common source of models, the baseline and all later revisions."""

from collections.abc import Iterator
from hashlib import md5
from typing import assert_never

from msc.core.record import Record
from msc.ir.entities import Entity, Nouns, Store
from msc.ir.fields import Field, FieldType, Literal, ReferenceType
from msc.lower.shapes.names import column
from msc.lower.types import row
from msc.spelling.bound import SQL_RESERVED
from msc.spelling.code import table_name

ON_DELETE = {"restrict": "RESTRICT", "cascade": "CASCADE", "clear": "SET NULL"}
MAX_NAME = 63


class Column(Record):
    """A column; `type` is its SQLAlchemy expression, `fill` the value of existing rows."""

    name: str
    field: str
    type: str
    nullable: bool
    fill: str | None


class Check(Record):
    """A condition on one column; `terms` follow its name and must all hold."""

    name: str
    column: str
    terms: tuple[str, ...]

    @property
    def condition(self) -> str:
        """The condition in SQL."""
        column = f'"{self.column}"' if self.column in SQL_RESERVED else self.column
        return " AND ".join(f"{column} {term}" for term in self.terms)


class Group(Record):
    """Columns that are unique or indexed together."""

    name: str
    columns: tuple[str, ...]


class ForeignKey(Record):
    """A reference from a column to the rows of another table."""

    name: str
    column: str
    target: str
    on_delete: str


class Table(Record):
    """The table of an entity; it has the columns of every row in addition to `columns`."""

    name: str
    entity: str
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]
    uniques: tuple[Group, ...]
    indexes: tuple[Group, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def primary_key(self) -> str:
        """The name of the constraint on `id`."""
        return f"{self.name}_pkey"


def tables(system: Nouns) -> tuple[Table, ...]:
    """The tables of a system, by the name of their entity."""
    return tuple(
        table(entity, system) for entity in system.entities if entity.store is Store.POSTGRES
    )


def table(entity: Entity, system: Nouns) -> Table:
    """The table of an entity."""
    uniques: list[tuple[str, ...]] = [(column(field),) for field in entity.fields if field.unique]
    uniques += [_wired(entity, group) for group in entity.uniques]
    indexes = [_wired(entity, group) for group in entity.indexes]
    covered = {group[0] for group in (*indexes, *uniques)}
    references = [field for field in entity.fields if isinstance(field.type, ReferenceType)]
    indexes += [
        (column(reference),) for reference in references if column(reference) not in covered
    ]
    return Table(
        name=table_name(entity.plural),
        entity=entity.name,
        columns=tuple(_column(field) for field in entity.fields),
        checks=tuple(_checks(entity)),
        uniques=_groups("uniq", entity, uniques),
        indexes=_groups("idx", entity, indexes),
        foreign_keys=tuple(_foreign_key(entity, reference, system) for reference in references),
    )


def _wired(entity: Entity, names: tuple[str, ...]) -> tuple[str, ...]:
    wire = {field.name: column(field) for field in entity.fields}
    return tuple(wire.get(name, name) for name in names)


def _groups(kind: str, entity: Entity, groups: list[tuple[str, ...]]) -> tuple[Group, ...]:
    # A single field can be unique by itself and as a group; that is one constraint.
    return tuple(
        Group(short_name(f"{kind}_{entity.plural}_{'_'.join(group)}"), group)
        for group in dict.fromkeys(groups)
    )


def _column(field: Field) -> Column:
    value = field.fill if field.has_fill else field.default
    has_value = field.has_fill or (field.has_default and field.default is not None)
    fill = literal_text(value) if has_value else None
    return Column(column(field), field.name, column_type(field.type), field.optional, fill)


def literal_text(value: Literal) -> str:
    """A literal of the spec as PostgreSQL parses it from quoted text."""
    match value:
        case bool():
            return "true" if value else "false"
        case ():
            return "{}"
        case None | int() | str():
            return str(value)
        case _:
            assert_never(value)


def _foreign_key(entity: Entity, field: Field, system: Nouns) -> ForeignKey:
    assert isinstance(field.type, ReferenceType)
    target = table_name(system.entity(field.type.entity).plural)
    name = short_name(f"{table_name(entity.plural)}_{column(field)}_fkey")
    return ForeignKey(name, column(field), target, ON_DELETE[field.type.on_delete])


def _checks(entity: Entity) -> Iterator[Check]:
    for field in entity.fields:
        terms = row(field.type).check_terms(field.type)
        if terms:
            name = short_name(f"{entity.plural}_{column(field)}_check")
            yield Check(name, column(field), terms)


def column_type(type_: FieldType) -> str:
    """The SQLAlchemy expression of a column's type."""
    return row(type_).column(type_)


def short_name(name: str) -> str:
    """The name, shortened to PostgreSQL's 63 bytes as SQLAlchemy does it."""
    if len(name) <= MAX_NAME:
        return name
    ending = md5(name.encode(), usedforsecurity=False).hexdigest()[-4:]
    return f"{name[: MAX_NAME - 8]}_{ending}"
