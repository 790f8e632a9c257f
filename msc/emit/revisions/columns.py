"""The steps that change the columns of a table."""

from collections.abc import Iterator, Mapping

from msc.core.record import Record, replace
from msc.emit.revisions.calls import column_call, left, short, statement, texts, type_call
from msc.emit.revisions.conversions import conversion
from msc.emit.revisions.gradual import Gradual, followers
from msc.emit.revisions.matching import TablePair
from msc.lower.pycode import literal
from msc.lower.quoting import sql
from msc.lower.shapes.tables import Column, short_name


class MigrationStep(Record):
    """One change: a description, such as `add column loans.purpose`, and its calls."""

    words: str
    calls: tuple[str, ...]


def columns(pair: TablePair, waiting: Gradual, zone: str) -> Iterator[MigrationStep]:
    """The changes of columns, in an order in which no name is taken twice."""
    table, followed = pair.new.name, waiting.followed(pair)
    for column in pair.dropped:
        stays = (pair.old.name, column.name) in waiting.dropped
        calls = _left_column(table, column) if stays else (_drop_column(table, column),)
        yield MigrationStep(f"drop column {table}.{column.name}", calls)
    at_once = {old.name: new.name for old, new in pair.columns if old.name not in followed}
    for old_name, new_name in ordered(at_once):
        name = f"{literal(table)}, {literal(old_name)}, new_column_name={literal(new_name)}"
        yield MigrationStep(
            f"rename column {table}.{old_name} to {new_name}", (short(f"op.alter_column({name})"),)
        )
    for old, new in followers(pair, followed):
        words = f"rename column {table}.{old.name} to {new.name}"
        yield MigrationStep(words, tuple(_followed(table, old, new)))
    for old, new in pair.columns:
        if old.name not in followed:
            yield from _altered(table, old, new, zone)
    for column in pair.added:
        yield MigrationStep(f"add column {table}.{column.name}", _added_column(table, column))


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


def _drop_column(table: str, column: Column) -> str:
    return short(f"op.drop_column({literal(table)}, {literal(column.name)})")


def _left_column(table: str, column: Column) -> tuple[str, ...]:
    """New replicas insert rows without the column, which older ones still read and write."""
    drop = f'ALTER TABLE IF EXISTS "{table}" DROP COLUMN IF EXISTS "{column.name}"'
    if column.nullable:
        return (left(drop),)
    alter = f'ALTER TABLE "{table}" ALTER COLUMN "{column.name}"'
    if column.fill is None:
        return statement(f"{alter} DROP NOT NULL"), left(drop)
    return statement(f"{alter} SET DEFAULT {sql(column.fill)}"), left(drop)


def _followed(table: str, old: Column, new: Column) -> Iterator[str]:
    """The column under both names."""
    empty = replace(new, nullable=True)
    yield short(f"op.add_column({literal(table)}, {column_call(empty)})")
    if new.nullable and not old.nullable:
        yield statement(f'ALTER TABLE "{table}" ALTER COLUMN "{old.name}" DROP NOT NULL')
    name = short_name(f"follow_{table}_{new.name}")
    yield f"Follow({texts((name, table, old.name, new.name))})"
    if not new.nullable:
        if old.nullable:
            yield from _filled(table, new)
        yield f"Require({texts((table, new.name))})"


def _altered(table: str, old: Column, new: Column, zone: str) -> Iterator[MigrationStep]:
    where = f"op.alter_column({literal(table)}, {literal(new.name)}"
    if old.type != new.type:
        change = f"existing_type={type_call(old.type)}, type_={type_call(new.type)}"
        call = short(f"{where}, {change}{_using(old, new, zone)})")
        yield MigrationStep(f"change type of {table}.{new.name}", (call,))
    if old.nullable and not new.nullable:
        require = f"Require({texts((table, new.name))})"
        yield MigrationStep(f"require {table}.{new.name}", (*_filled(table, new), require))
    if new.nullable and not old.nullable:
        call = short(f"{where}, existing_type={type_call(new.type)}, nullable=True)")
        yield MigrationStep(f"allow no value in {table}.{new.name}", (call,))


def _using(old: Column, new: Column, zone: str) -> str:
    how = conversion(old.type, new.type)
    if how is None or how.using is None:
        return ""
    expression = how.using.format(column=f'"{new.name}"', zone=sql(zone))
    return f", postgresql_using={literal(expression)}"


def _filled(table: str, column: Column) -> tuple[str, ...]:
    if column.fill is None:
        return ()
    name = short_name(f"fill_{table}_{column.name}")
    return (f"Fill({texts((name, table, column.name, sql(column.fill)))})",)


def _added_column(table: str, column: Column) -> tuple[str, ...]:
    add = short(f"op.add_column({literal(table)}, {column_call(column, column.fill)})")
    if column.fill is None:
        return (add,)
    # Older replicas insert rows without the column.
    drop = f'ALTER TABLE IF EXISTS "{table}" ALTER COLUMN "{column.name}" DROP DEFAULT'
    return add, left(drop)
