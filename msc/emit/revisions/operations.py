"""The operations of a revision: a description of each, and its calls in Python."""

from collections.abc import Iterable, Iterator, Mapping

from msc.emit.revisions.calls import (
    check_step,
    foreign_key_step,
    index_call,
    index_step,
    left,
    short,
    statement,
    table_call,
    texts,
    unique_step,
)
from msc.emit.revisions.columns import MigrationStep, columns, ordered
from msc.emit.revisions.differences import TableDifference, difference
from msc.emit.revisions.gradual import Gradual, gradual
from msc.emit.revisions.machinery import LATER
from msc.emit.revisions.matching import SchemaChange
from msc.lower.pycode import literal
from msc.lower.shapes.tables import Table


def operations(step: SchemaChange) -> tuple[MigrationStep, ...]:
    """The changes, ordered so that each has what it needs and no name is taken twice."""
    moved, waiting = step.moved, gradual(step)
    tables = [difference(pair, moved, waiting) for pair in step.pairs]
    return (
        *(operation for one in tables for operation in _dropped(one, waiting)),
        *_dropped_tables(step.dropped, waiting),
        *_dropped_machinery(step.dropped_machinery),
        *_renamed_tables(moved, waiting),
        *(column for one in tables for column in columns(one.pair, waiting, step.time_zone)),
        *_renamed_relations(tables),
        *(constraint for one in tables for constraint in _renamed_constraints(one)),
        *(_created_table(table) for table in step.created),
        *(_created_machinery(name) for name in step.created_machinery),
        *(operation for one in tables for operation in _added(one)),
        *(operation for one in tables for operation in _dropped_last(one, waiting)),
        *_added_keys(step.created, tables),
    )


def _dropped(change: TableDifference, waiting: Gradual) -> Iterator[MigrationStep]:
    """Everything to drop from a table before its columns change."""
    table = change.pair.old.name
    uniques = (unique for unique in change.uniques.dropped if unique.name not in waiting.indexes)
    for kind, word, constraints in (
        ("foreignkey", "foreign key", change.foreign_keys.dropped),
        ("check", "check", change.checks.dropped),
        ("unique", "unique constraint", uniques),
    ):
        for constraint in constraints:
            call = _drop_call(constraint.name, table, kind)
            yield MigrationStep(f"drop {word} {constraint.name}", (call,))
    for index in change.indexes.dropped:
        call = short(f"op.drop_index({literal(index.name)}, table_name={literal(table)})")
        # Older replicas search by it, and may wait for no scan of the table.
        later = left(f'DROP INDEX IF EXISTS "{index.name}"')
        call = later if index.name in waiting.indexes else call
        yield MigrationStep(f"drop index {index.name}", (call,))


def _dropped_last(change: TableDifference, waiting: Gradual) -> Iterator[MigrationStep]:
    """Unique constraints, once the indexes are there that lists use instead of theirs."""
    table = change.pair.new.name
    for unique in change.uniques.dropped:
        if unique.name in waiting.indexes:
            drop = f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{unique.name}"'
            yield MigrationStep(f"drop unique constraint {unique.name}", (statement(drop),))


def _drop_call(name: str, table: str, kind: str) -> str:
    return short(f"op.drop_constraint({literal(name)}, {literal(table)}, type_={literal(kind)})")


def _dropped_tables(tables: tuple[Table, ...], waiting: Gradual) -> Iterator[MigrationStep]:
    gone = {table.name for table in tables}
    for table in tables:
        for key in table.foreign_keys:
            # A table that stays for now refers to none, so that new replicas may delete rows.
            if table.name in waiting.tables or key.target in gone - {table.name}:
                call = _drop_call(key.name, table.name, "foreignkey")
                yield MigrationStep(f"drop foreign key {key.name}", (call,))
    for table in tables:
        drop = short(f"op.drop_table({literal(table.name)})")
        later = left(f'DROP TABLE IF EXISTS "{table.name}"')
        call = later if table.name in waiting.tables else drop
        yield MigrationStep(f"drop table {table.name}", (call,))


def _created_machinery(name: str) -> MigrationStep:
    return MigrationStep(f"create {name}", tuple(map(short, LATER[name].create)))


def _dropped_machinery(names: tuple[str, ...]) -> Iterator[MigrationStep]:
    for name in reversed(names):
        yield MigrationStep(f"drop {name}", (short(LATER[name].drop),))


def _renamed_tables(moved: Mapping[str, str], waiting: Gradual) -> Iterator[MigrationStep]:
    for old, new in ordered(moved):
        function = "rename_table" if old in waiting.views else "op.rename_table"
        call = short(f"{function}({texts((old, new))})")
        yield MigrationStep(f"rename table {old} to {new}", (call,))


def _renamed_relations(tables: list[TableDifference]) -> Iterator[MigrationStep]:
    """Indexes, including those of primary keys and unique constraints: one namespace."""
    moves: dict[str, str] = {}
    for table in tables:
        moves[table.pair.old.primary_key] = table.pair.new.primary_key
        moves |= dict((*table.uniques.renamed, *table.indexes.renamed))
    for old, new in ordered(moves):
        yield MigrationStep(
            f"rename index {old} to {new}",
            (statement(f'ALTER INDEX "{old}" RENAME TO "{new}"'),),
        )


def _renamed_constraints(change: TableDifference) -> Iterator[MigrationStep]:
    table = change.pair.new.name
    moves = dict((*change.checks.renamed, *change.foreign_keys.renamed))
    for old, new in ordered(moves):
        rename = f'ALTER TABLE "{table}" RENAME CONSTRAINT "{old}" TO "{new}"'
        yield MigrationStep(f"rename constraint {old} to {new}", (statement(rename),))


def _created_table(table: Table) -> MigrationStep:
    indexes = (index_call(table.name, index) for index in table.indexes)
    calls = map(short, (table_call(table), *indexes))
    return MigrationStep(f"create table {table.name}", tuple(calls))


def _added(change: TableDifference) -> Iterator[MigrationStep]:
    table = change.pair.new.name
    for check in change.checks.added:
        yield MigrationStep(f"add check {check.name}", (check_step(table, check),))
    for unique in change.uniques.added:
        yield MigrationStep(f"add unique constraint {unique.name}", (unique_step(table, unique),))
    for index in change.indexes.added:
        yield MigrationStep(f"add index {index.name}", (index_step(table, index),))


def _added_keys(
    created: tuple[Table, ...], tables: Iterable[TableDifference]
) -> Iterator[MigrationStep]:
    keys = [(table.name, key) for table in created for key in table.foreign_keys]
    keys += [(one.pair.new.name, key) for one in tables for key in one.foreign_keys.added]
    for table, key in keys:
        yield MigrationStep(f"add foreign key {key.name}", (foreign_key_step(table, key),))
