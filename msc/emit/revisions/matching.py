"""Matches the tables and columns of two systems."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Entity, Nouns, Store
from msc.ir.fields import ReferenceType
from msc.ir.matching import EntityPair, pairs
from msc.lower.shapes.tables import Column, Table, table
from msc.spelling.code import table_name


class TablePair(Record):
    """A table before and after, and the columns in both versions."""

    old: Table
    new: Table
    columns: tuple[tuple[Column, Column], ...]

    @property
    def dropped(self) -> tuple[Column, ...]:
        """The columns to drop."""
        kept = {old.name for old, _ in self.columns}
        return tuple(column for column in self.old.columns if column.name not in kept)

    @property
    def added(self) -> tuple[Column, ...]:
        """The columns to add."""
        kept = {new.name for _, new in self.columns}
        return tuple(column for column in self.new.columns if column.name not in kept)

    def undone(self) -> "TablePair":
        """The pair in the opposite direction."""
        return TablePair(self.new, self.old, tuple((new, old) for old, new in self.columns))


class SchemaChange(Record):
    """A change from one set of tables to another; `time_zone` determines dates.

    `pairs` are the tables that may differ, and `steady` the names of those that are the same.
    """

    dropped: tuple[Table, ...]
    created: tuple[Table, ...]
    pairs: tuple[TablePair, ...]
    time_zone: str
    steady: frozenset[str] = frozenset()
    dropped_machinery: tuple[str, ...] = ()
    created_machinery: tuple[str, ...] = ()

    def undone(self) -> "SchemaChange":
        """The change in the opposite direction."""
        pairs = tuple(pair.undone() for pair in self.pairs)
        return SchemaChange(
            self.created, self.dropped, pairs, self.time_zone, self.steady,
            self.created_machinery, self.dropped_machinery,
        )  # fmt: skip

    @property
    def moved(self) -> dict[str, str]:
        """The new name of each existing table by its old name."""
        moved = {name: name for name in self.steady}
        return moved | {pair.old.name: pair.new.name for pair in self.pairs}


def step(old: Stored, new: Stored) -> SchemaChange:
    """The change from one schema to another."""
    matched = stored_pairs(old, new)
    before, after = _stored(old), _stored(new)
    gone = {match.old.name for match in matched}
    known = {match.new.name for match in matched}
    steady = _steady(matched)
    return SchemaChange(
        tuple(table(noun, old) for noun in before if noun.name not in gone),
        tuple(table(noun, new) for noun in after if noun.name not in known),
        tuple(
            _tables(match, old, new)
            for match in matched
            if table_name(match.old.plural) not in steady
        ),
        new.time_zone,
        steady,
        tuple(name for name in old.machinery if name not in new.machinery),
        tuple(name for name in new.machinery if name not in old.machinery),
    )


def _steady(matched: tuple[EntityPair, ...]) -> frozenset[str]:
    """The tables that are the same: those of equal entities that refer to tables in place."""
    in_place = {
        pair.old.name
        for pair in matched
        if pair.old.name == pair.new.name and pair.old.plural == pair.new.plural
    }
    return frozenset(
        table_name(pair.old.plural)
        for pair in matched
        if pair.old == pair.new and in_place.issuperset(_targets(pair.old))
    )


def _targets(entity: Entity) -> Iterator[str]:
    return (field.type.entity for field in entity.fields if isinstance(field.type, ReferenceType))


def stored_pairs(old: Nouns, new: Nouns) -> tuple[EntityPair, ...]:
    """The entities whose rows stay in PostgreSQL."""
    return tuple(
        pair for pair in pairs(old, new) if pair.old.store is pair.new.store is Store.POSTGRES
    )


def _stored(system: Nouns) -> tuple[Entity, ...]:
    return tuple(entity for entity in system.entities if entity.store is Store.POSTGRES)


def _tables(pair: EntityPair, old: Nouns, new: Nouns) -> TablePair:
    before, after = table(pair.old, old), table(pair.new, new)
    old_columns = {column.field: column for column in before.columns}
    new_columns = {column.field: column for column in after.columns}
    kept = ((old_columns[one.name], new_columns[other.name]) for one, other in pair.fields)
    return TablePair(before, after, tuple(kept))
