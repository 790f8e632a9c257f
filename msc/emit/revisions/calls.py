"""Tables and their parts as Alembic calls and SQLAlchemy constructs."""

from msc.lower.pycode import literal
from msc.lower.shapes.tables import Check, Column, ForeignKey, Group, Table

TIMESTAMP = "sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False"
COMMON = (
    'sa.Column("id", sa.Uuid(), nullable=False)',
    f'sa.Column("created_at", {TIMESTAMP})',
    f'sa.Column("updated_at", {TIMESTAMP})',
    'sa.Column("version", sa.Integer(), nullable=False)',
)


def table_call(table: Table) -> str:
    """The call that creates a table, without its references and indexes."""
    parts = (
        literal(table.name),
        *COMMON,
        *map(column_call, table.columns),
        *(f"sa.{call}" for call in constraint_calls(table)),
        f"sa.PrimaryKeyConstraint({literal('id')}, name={literal(table.primary_key)})",
    )
    return f"op.create_table({', '.join(parts)},)"


def short(call: str) -> str:
    """A step that is one short change in a transaction of its own."""
    return f"lambda: {call}"


def statement(text: str) -> str:
    """A step that is one short statement."""
    return short(f"op.execute({literal(text.replace(':', '\\:'))})")


def left(text: str) -> str:
    """A step that leaves a statement to the next revision."""
    return short(f"leave({literal(text)})")


def check_step(table: str, check: Check) -> str:
    """The step that adds a check to a table."""
    return f"AddConstraint({texts((check.name, table, f'CHECK ({check.condition})'))})"


def unique_step(table: str, unique: Group) -> str:
    """The step that adds a unique constraint to a table."""
    return f"AddUnique({texts((unique.name, table))}, {_tuple(unique.columns)})"


def index_step(table: str, index: Group) -> str:
    """The step that adds an index to a table that has rows."""
    return f"AddIndex({texts((index.name, table))}, {_tuple(index.columns)})"


def foreign_key_step(table: str, key: ForeignKey) -> str:
    """The step that adds a reference to a table."""
    definition = (
        f'FOREIGN KEY ("{key.column}") REFERENCES "{key.target}" ("id") ON DELETE {key.on_delete}'
    )
    return f"AddConstraint({texts((key.name, table, definition))})"


def _tuple(columns: tuple[str, ...]) -> str:
    return f"({texts(columns)},)"


def constraint_calls(table: Table) -> tuple[str, ...]:
    """The checks and unique constraints of a table as SQLAlchemy constructs."""
    return (*map(_check, table.checks), *map(_unique, table.uniques))


def _check(check: Check) -> str:
    return f"CheckConstraint({literal(check.condition)}, name={literal(check.name)})"


def _unique(unique: Group) -> str:
    return f"UniqueConstraint({texts(unique.columns)}, name={literal(unique.name)})"


def index_call(table: str, index: Group) -> str:
    """The call that creates an index."""
    return f"op.create_index({literal(index.name)}, {literal(table)}, [{texts(index.columns)}])"


def foreign_key_call(table: str, key: ForeignKey) -> str:
    """The call that creates a foreign key."""
    return (
        f"op.create_foreign_key({literal(key.name)}, {literal(table)}, {literal(key.target)}, "
        f"[{literal(key.column)}], [{literal('id')}], ondelete={literal(key.on_delete)})"
    )


def column_call(column: Column, server_default: str | None = None) -> str:
    """A column of a revision; `server_default` is the value for existing rows."""
    default = "" if server_default is None else f", server_default={literal(server_default)}"
    kind = type_call(column.type)
    return f"sa.Column({literal(column.name)}, {kind}{default}, nullable={column.nullable})"


def type_call(type_: str) -> str:
    """A column's type in a revision."""
    return f"postgresql.{type_}" if type_ == "JSONB()" else f"sa.{type_}"


def texts(group: tuple[str, ...]) -> str:
    """Literals, separated by commas."""
    return ", ".join(literal(text) for text in group)
