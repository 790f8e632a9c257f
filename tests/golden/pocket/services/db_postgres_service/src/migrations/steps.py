"""The steps of a revision: nobody who reads or writes the tables waits for one of them.

A short change is a transaction of its own, so it holds its lock for one statement. A `Step` takes
long and so consists of several transactions; it may be repeated from its beginning. A revision
that was interrupted goes on with the step where it was.

Revisions keep the names that they import from here for ever.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

from src.migrations.progress import done_steps, leave, note_steps, settle

BATCH_ROWS = 2000
PAUSE_SECONDS = 0.1
FOR_ROWS = "FOR EACH ROW EXECUTE FUNCTION"


class Step(ABC):
    """A change in several transactions."""

    @abstractmethod
    def run(self, connection: Connection) -> None:
        """Makes the change; it may be there already, whole or in part."""


def perform(name: str, *steps: Step | Callable[[], object]) -> None:
    """Takes those steps that are not done, after what the last revision left is removed."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        done = done_steps(connection, name)
        if done == 0:
            settle(connection)
        for number, step in enumerate(steps[done:], done + 1):
            if isinstance(step, Step):
                step.run(connection)
                note_steps(connection, name, number)
            else:
                with _transaction(connection):
                    step()
                    note_steps(connection, name, number)


@dataclass(frozen=True, slots=True)
class AddConstraint(Step):
    """A check or a reference. It holds for new rows before the older ones are looked at."""

    name: str
    table: str
    definition: str

    def run(self, connection: Connection) -> None:
        """Adds the constraint, unless a row breaks it."""
        table = f'ALTER TABLE "{self.table}"'
        drop = f'{table} DROP CONSTRAINT IF EXISTS "{self.name}"'
        connection.exec_driver_sql(drop)
        add = f'{table} ADD CONSTRAINT "{self.name}" {self.definition} NOT VALID'
        connection.exec_driver_sql(add)
        with _undone_by(connection, drop), _waiting(connection):
            connection.exec_driver_sql(f'{table} VALIDATE CONSTRAINT "{self.name}"')


@dataclass(frozen=True, slots=True)
class AddIndex(Step):
    """An index, without one that an earlier try has left invalid."""

    name: str
    table: str
    columns: tuple[str, ...]
    unique: bool = False

    def run(self, connection: Connection) -> None:
        """Builds the index, unless it is unique and rows are not."""
        drop = f'DROP INDEX CONCURRENTLY IF EXISTS "{self.name}"'
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        columns = ", ".join(f'"{column}"' for column in self.columns)
        create = f'CREATE {kind} CONCURRENTLY "{self.name}" ON "{self.table}" ({columns})'
        with _waiting(connection):
            connection.exec_driver_sql(drop)
            with _undone_by(connection, drop):
                connection.exec_driver_sql(create)


@dataclass(frozen=True, slots=True)
class AddUnique(Step):
    """A unique constraint."""

    name: str
    table: str
    columns: tuple[str, ...]

    def run(self, connection: Connection) -> None:
        """Builds the index, and makes a constraint of it."""
        table = f'ALTER TABLE "{self.table}"'
        connection.exec_driver_sql(f'{table} DROP CONSTRAINT IF EXISTS "{self.name}"')
        AddIndex(self.name, self.table, self.columns, unique=True).run(connection)
        add = f'{table} ADD CONSTRAINT "{self.name}" UNIQUE USING INDEX "{self.name}"'
        connection.exec_driver_sql(add)


@dataclass(frozen=True, slots=True)
class Require(Step):
    """A column that must have a value from now on."""

    table: str
    column: str

    def run(self, connection: Connection) -> None:
        """Requires it; a check that holds for all rows spares PostgreSQL a look at them."""
        name = f"require_{self.column}"[:63]
        condition = f'CHECK ("{self.column}" IS NOT NULL)'
        AddConstraint(name, self.table, condition).run(connection)
        with _transaction(connection):
            table = f'ALTER TABLE "{self.table}"'
            connection.exec_driver_sql(f'{table} ALTER COLUMN "{self.column}" SET NOT NULL')
            connection.exec_driver_sql(f'{table} DROP CONSTRAINT "{name}"')


@dataclass(frozen=True, slots=True)
class Fill(Step):
    """The value of rows that have none, for those that older replicas insert, too."""

    name: str
    table: str
    column: str
    value: str

    def run(self, connection: Connection) -> None:
        """Fills new rows by a trigger, then the others."""
        column = f'NEW."{self.column}"'
        body = f"{column} := coalesce({column}, {self.value});"
        _add_trigger(connection, self.name, self.table, body)
        _fill(connection, self.table, self.column, self.value)


@dataclass(frozen=True, slots=True)
class Follow(Step):
    """A column under its new name beside the old one, which older replicas read and write."""

    name: str
    table: str
    old: str
    new: str

    def run(self, connection: Connection) -> None:
        """Keeps both the same by a trigger, then fills the new one."""
        old, new = f'"{self.old}"', f'"{self.new}"'
        body = f"""
            IF TG_OP = 'INSERT' THEN
                NEW.{new} := coalesce(NEW.{new}, NEW.{old});
                NEW.{old} := NEW.{new};
            ELSIF NEW.{old} IS NOT DISTINCT FROM OLD.{old}
                AND NEW.{new} IS DISTINCT FROM OLD.{new} THEN
                NEW.{old} := NEW.{new};
            ELSE
                NEW.{new} := NEW.{old};
            END IF;"""
        _add_trigger(connection, self.name, self.table, body)
        _fill(connection, self.table, self.new, old)
        leave(f'ALTER TABLE IF EXISTS "{self.table}" DROP COLUMN IF EXISTS {old}')


def rename_table(old: str, new: str) -> None:
    """Renames a table, and leaves a view of it under the old name."""
    op.rename_table(old, new)
    op.get_bind().exec_driver_sql(f'CREATE VIEW "{old}" AS TABLE "{new}"')
    leave(f'DROP VIEW IF EXISTS "{old}"')


def _add_trigger(connection: Connection, name: str, table: str, body: str) -> None:
    function = f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
    trigger = f'CREATE OR REPLACE TRIGGER "{name}" BEFORE INSERT OR UPDATE ON "{table}"'
    with _transaction(connection):
        quoted = f"BEGIN {body} RETURN NEW; END".replace("'", "''")
        connection.exec_driver_sql(f"{function} '{quoted}'")
        connection.exec_driver_sql(f'{trigger} {FOR_ROWS} "{name}"()')
        leave(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')


def _fill(connection: Connection, table: str, column: str, value: str) -> None:
    """Fills rows, a few at a time; locked ones are left to the next round, so nobody waits."""
    key = sa.column("id", sa.Uuid())
    empty: sa.ColumnClause[object] = sa.column(column)
    filled: sa.ColumnClause[object] = sa.literal_column(value)
    rows = sa.table(table, key, empty)
    missing = (empty.is_(None), filled.is_not(None))
    while connection.scalar(sa.select(key).select_from(rows).where(*missing).limit(1)):
        for some in _batches(connection, rows, key):
            free = sa.select(key).select_from(rows).where(some, *missing)
            free = free.with_for_update(skip_locked=True)
            connection.execute(sa.update(rows).where(key.in_(free)).values({column: filled}))
        connection.execute(sa.select(sa.func.pg_sleep(PAUSE_SECONDS)))


def _batches(
    connection: Connection, rows: sa.TableClause, key: sa.ColumnClause[UUID]
) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that each choose a few rows, in the order of their keys."""
    last: sa.ColumnElement[bool] = sa.true()
    ends = sa.select(key).select_from(rows).order_by(key).offset(BATCH_ROWS - 1).limit(1)
    while (end := connection.scalar(ends.where(last))) is not None:
        yield sa.and_(last, key <= end)
        last = key > end
    yield last


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("BEGIN")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


@contextmanager
def _waiting(connection: Connection) -> Iterator[None]:
    """Without a limit on waiting, for statements that nobody waits behind."""
    connection.exec_driver_sql("SET lock_timeout = 0")
    try:
        yield
    finally:
        connection.exec_driver_sql("RESET lock_timeout")


@contextmanager
def _undone_by(connection: Connection, statement: str) -> Iterator[None]:
    """What cannot be finished, as rows do not allow it, does not stay."""
    try:
        yield
    except sa.exc.IntegrityError:
        connection.exec_driver_sql(statement)
        raise
