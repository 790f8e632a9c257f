"""What stays until the next revision, for replicas of the last version.

A name stays unless it is needed again at once: then it goes, and only new replicas work on.
"""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.revisions.matching import SchemaChange, TablePair
from msc.lower.shapes.tables import Check, Column, ForeignKey, Group, Table


class Gradual(Record):
    """The names of tables that stay, those of renamed ones whose old name stays, and columns.

    `indexes` are those of former tables, with those of unique constraints, whose name is free.
    """

    tables: frozenset[str]
    views: frozenset[str]
    indexes: frozenset[str]
    renamed: frozenset[tuple[str, str]]
    dropped: frozenset[tuple[str, str]]

    def followed(self, pair: TablePair) -> frozenset[str]:
        """The columns of a table that get a new name beside the old one."""
        return frozenset(column for table, column in self.renamed if table == pair.old.name)


def gradual(change: SchemaChange) -> Gradual:
    """What of a change waits for the next revision."""
    tables = (*change.created, *(pair.new for pair in change.pairs))
    taken = {name for table in tables for name in _relations(table)} | change.steady
    return Gradual(
        tables=frozenset(
            table.name for table in change.dropped if taken.isdisjoint(_relations(table))
        ),
        views=frozenset(
            pair.old.name
            for pair in change.pairs
            if pair.old.name != pair.new.name and pair.old.name not in taken and _has_view(pair)
        ),
        indexes=frozenset(
            group.name
            for pair in change.pairs
            for group in (*pair.old.uniques, *pair.old.indexes)
            if group.name not in taken
        ),
        renamed=frozenset(
            (pair.old.name, column)
            for pair in change.pairs
            for column in _followed(pair, frozenset(taken))
        ),
        dropped=frozenset(
            (pair.old.name, column.name)
            for pair in change.pairs
            for column in pair.dropped
            if column.name not in _names(pair.new)
        ),
    )


def _relations(table: Table) -> Iterator[str]:
    """The names of a table and its indexes, which no other of the schema can have."""
    yield from (table.name, table.primary_key)
    yield from (group.name for group in (*table.uniques, *table.indexes))


def _names(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


def _has_view(pair: TablePair) -> bool:
    """Whether nothing changes that a view would be in the way of."""
    same = all(old.type == new.type for old, new in pair.columns)
    return same and _names(pair.new).isdisjoint(column.name for column in pair.dropped)


def _followed(pair: TablePair, taken: frozenset[str]) -> tuple[str, ...]:
    """The old names of columns that both names can exist of."""
    renamed = [(old, new) for old, new in pair.columns if old.name != new.name]
    apart = all(
        old.type == new.type and old.name not in _names(pair.new)
        and new.name not in _names(pair.old)
        for old, new in renamed
    )  # fmt: skip
    olds = frozenset(old.name for old, _ in renamed)
    constraints = {constraint.name for constraint in _constraints(pair.new)}
    stays = {constraint.name for constraint in _constraints(pair.old) if touches(constraint, olds)}
    free = stays.isdisjoint(constraints) and stays.isdisjoint(taken)
    return tuple(old.name for old, _ in renamed) if apart and free else ()


def _constraints(table: Table) -> tuple[Check | Group | ForeignKey, ...]:
    return (*table.checks, *table.uniques, *table.indexes, *table.foreign_keys)


def touches(constraint: Check | Group | ForeignKey, columns: frozenset[str]) -> bool:
    """Whether a constraint is dropped together with one of the columns."""
    own = constraint.columns if isinstance(constraint, Group) else (constraint.column,)
    return not columns.isdisjoint(own)


def followers(pair: TablePair, columns: frozenset[str]) -> tuple[tuple[Column, Column], ...]:
    """The columns with both of their names."""
    return tuple((old, new) for old, new in pair.columns if old.name in columns)
