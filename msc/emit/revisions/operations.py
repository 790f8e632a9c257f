"""The operations of a revision: a description of each, and its calls in Python."""

from collections.abc import Iterable, Iterator, Mapping

from msc.core.record import Record
from msc.emit.revisions.calls import (
    check_call,
    column_call,
    foreign_key_call,
    index_call,
    table_call,
    type_call,
    unique_call,
)
from msc.emit.revisions.conversions import conversion
from msc.emit.revisions.differences import TableDifference, difference
from msc.emit.revisions.matching import SchemaChange, TablePair
from msc.lower.pycode import literal
from msc.lower.quoting import sql
from msc.lower.shapes.tables import Column, Table


class MigrationStep(Record):
    """One change: a description, such as `add column loans.purpose`, and its calls."""

    words: str
    calls: tuple[str, ...]


def operations(step: SchemaChange) -> tuple[MigrationStep, ...]:
    """The changes, ordered so that each has what it needs and no name is taken twice."""
    moved = step.moved
    tables = [difference(pair, moved) for pair in step.pairs]
    return (
        *(operation for one in tables for operation in _dropped(one)),
        *_dropped_tables(step.dropped),
        *_renamed_tables(moved),
        *(column for one in tables for column in _columns(one.pair, step.time_zone)),
        *_renamed_relations(tables),
        *(constraint for one in tables for constraint in _renamed_constraints(one)),
        *(_created_table(table) for table in step.created),
        *(operation for one in tables for operation in _added(one)),
        *_added_keys(step.created, tables),
    )


def ordered(moves: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Renames, each to a name that is free at that point; a cycle uses a temporary one."""
    waiting = {old: new for old, new in sorted(moves.items()) if old != new}
    while waiting:
        free = next((old for old, new in waiting.items() if new not in waiting), None)
        if free is not None:
            yield free, waiting.pop(free)
            continue
        first = next(iter(waiting))
        yield first, f"moving_{first}"[:63]
        waiting[f"moving_{first}"[:63]] = waiting.pop(first)


def _dropped(change: TableDifference) -> Iterator[MigrationStep]:
    """Everything to drop from a table before its columns change."""
    table = change.pair.old.name
    for kind, word, constraints in (
        ("foreignkey", "foreign key", change.foreign_keys.dropped),
        ("check", "check", change.checks.dropped),
        ("unique", "unique constraint", change.uniques.dropped),
    ):
        for constraint in constraints:
            call = _drop_call(constraint.name, table, kind)
            yield MigrationStep(f"drop {word} {constraint.name}", (call,))
    for index in change.indexes.dropped:
        call = f"op.drop_index({literal(index.name)}, table_name={literal(table)})"
        yield MigrationStep(f"drop index {index.name}", (call,))


def _drop_call(name: str, table: str, kind: str) -> str:
    return f"op.drop_constraint({literal(name)}, {literal(table)}, type_={literal(kind)})"


def _dropped_tables(tables: tuple[Table, ...]) -> Iterator[MigrationStep]:
    gone = {table.name for table in tables}
    for table in tables:
        between = [key for key in table.foreign_keys if key.target in gone - {table.name}]
        for key in between:
            call = _drop_call(key.name, table.name, "foreignkey")
            yield MigrationStep(f"drop foreign key {key.name}", (call,))
    for table in tables:
        yield MigrationStep(f"drop table {table.name}", (f"op.drop_table({literal(table.name)})",))


def _renamed_tables(moved: Mapping[str, str]) -> Iterator[MigrationStep]:
    for old, new in ordered(moved):
        call = f"op.rename_table({literal(old)}, {literal(new)})"
        yield MigrationStep(f"rename table {old} to {new}", (call,))


def _columns(pair: TablePair, zone: str) -> Iterator[MigrationStep]:
    table = pair.new.name
    for column in pair.dropped:
        call = f"op.drop_column({literal(table)}, {literal(column.name)})"
        yield MigrationStep(f"drop column {table}.{column.name}", (call,))
    for old, new in ordered({one.name: other.name for one, other in pair.columns}):
        call = f"op.alter_column({literal(table)}, {literal(old)}, new_column_name={literal(new)})"
        yield MigrationStep(f"rename column {table}.{old} to {new}", (call,))
    for one, other in pair.columns:
        yield from _altered(table, one, other, zone)
    for column in pair.added:
        yield MigrationStep(f"add column {table}.{column.name}", _added_column(table, column))


def _altered(table: str, old: Column, new: Column, zone: str) -> Iterator[MigrationStep]:
    where = f"op.alter_column({literal(table)}, {literal(new.name)}"
    if old.type != new.type:
        change = f"existing_type={type_call(old.type)}, type_={type_call(new.type)}"
        call = f"{where}, {change}{_using(old, new, zone)})"
        yield MigrationStep(f"change type of {table}.{new.name}", (call,))
    if old.nullable != new.nullable:
        call = f"{where}, existing_type={type_call(new.type)}, nullable={new.nullable})"
        word = "allow no value in" if new.nullable else "require"
        yield MigrationStep(f"{word} {table}.{new.name}", (*_filled(table, new), call))


def _using(old: Column, new: Column, zone: str) -> str:
    how = conversion(old.type, new.type)
    if how is None or how.using is None:
        return ""
    expression = how.using.format(column=f'"{new.name}"', zone=sql(zone))
    return f", postgresql_using={literal(expression)}"


def _filled(table: str, column: Column) -> tuple[str, ...]:
    if column.nullable or column.fill is None:
        return ()
    name = f'"{column.name}"'
    # In the text of a statement a colon begins a parameter.
    value = sql(column.fill).replace(":", "\\:")
    statement = f'UPDATE "{table}" SET {name} = {value} WHERE {name} IS NULL'
    return (f"op.execute({literal(statement)})",)


def _added_column(table: str, column: Column) -> tuple[str, ...]:
    add = f"op.add_column({literal(table)}, {column_call(column, column.fill)})"
    if column.fill is None:
        return (add,)
    bare = f"op.alter_column({literal(table)}, {literal(column.name)}, server_default=None)"
    return add, bare


def _renamed_relations(tables: list[TableDifference]) -> Iterator[MigrationStep]:
    """Indexes, including those of primary keys and unique constraints: one namespace."""
    moves: dict[str, str] = {}
    for table in tables:
        moves[table.pair.old.primary_key] = table.pair.new.primary_key
        moves |= dict((*table.uniques.renamed, *table.indexes.renamed))
    for old, new in ordered(moves):
        yield MigrationStep(
            f"rename index {old} to {new}",
            (f"op.execute({literal(f'ALTER INDEX "{old}" RENAME TO "{new}"')})",),
        )


def _renamed_constraints(change: TableDifference) -> Iterator[MigrationStep]:
    table = change.pair.new.name
    moves = dict((*change.checks.renamed, *change.foreign_keys.renamed))
    for old, new in ordered(moves):
        statement = f'ALTER TABLE "{table}" RENAME CONSTRAINT "{old}" TO "{new}"'
        yield MigrationStep(
            f"rename constraint {old} to {new}", (f"op.execute({literal(statement)})",)
        )


def _created_table(table: Table) -> MigrationStep:
    indexes = (index_call(table.name, index) for index in table.indexes)
    return MigrationStep(f"create table {table.name}", (table_call(table), *indexes))


def _added(change: TableDifference) -> Iterator[MigrationStep]:
    table = change.pair.new.name
    for check in change.checks.added:
        yield MigrationStep(f"add check {check.name}", (check_call(table, check),))
    for unique in change.uniques.added:
        yield MigrationStep(f"add unique constraint {unique.name}", (unique_call(table, unique),))
    for index in change.indexes.added:
        yield MigrationStep(f"add index {index.name}", (index_call(table, index),))


def _added_keys(
    created: tuple[Table, ...], tables: Iterable[TableDifference]
) -> Iterator[MigrationStep]:
    keys = [(table.name, key) for table in created for key in table.foreign_keys]
    keys += [(one.pair.new.name, key) for one in tables for key in one.foreign_keys.added]
    for table, key in keys:
        yield MigrationStep(f"add foreign key {key.name}", (foreign_key_call(table, key),))
