"""How far a revision has come, and what it leaves for replicas of the last version.

Both are in the database, in tables that exist only as long as there is something in them.
"""

from collections.abc import Collection

from alembic import op
from sqlalchemy import Connection, text


def done_steps(connection: Connection, name: str) -> int:
    """The number of steps of a revision that are done."""
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS alembic_progress"
            " (name text PRIMARY KEY, steps integer NOT NULL)"
        )
    )
    steps = text("SELECT steps FROM alembic_progress WHERE name = :name")
    return connection.execute(steps, {"name": name}).scalar() or 0


def note_steps(connection: Connection, name: str, steps: int) -> None:
    """Notes that so many steps of a revision are done."""
    note = text(
        "INSERT INTO alembic_progress VALUES (:name, :steps)"
        " ON CONFLICT (name) DO UPDATE SET steps = excluded.steps"
    )
    connection.execute(note, {"name": name, "steps": steps})


def leave(statement: str) -> None:
    """Has the next revision begin with a statement, which may be repeated."""
    connection = op.get_bind()
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS alembic_leftovers"
            " (number integer GENERATED ALWAYS AS IDENTITY, statement text NOT NULL)"
        )
    )
    note = text("INSERT INTO alembic_leftovers (statement) VALUES (:statement)")
    connection.execute(note, {"statement": statement})


def settle(connection: Connection) -> None:
    """Removes what the last revision left."""
    if connection.scalar(text("SELECT to_regclass('alembic_leftovers')")) is None:
        return
    statements = text("SELECT statement FROM alembic_leftovers ORDER BY number")
    for statement in connection.scalars(statements).all():
        connection.exec_driver_sql(statement)
    connection.execute(text("DROP TABLE alembic_leftovers"))


def after_revision(heads: Collection[str]) -> None:
    """Forgets the steps of a revision with its last one, and leaves nothing without revisions."""
    connection = op.get_bind()
    connection.execute(text("DROP TABLE IF EXISTS alembic_progress"))
    if not heads:
        settle(connection)
