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


def check_call(table: str, check: Check) -> str:
    """The call that adds a check to a table."""
    parts = (check.name, table, check.condition)
    return f"op.create_check_constraint({texts(parts)})"


def unique_call(table: str, unique: Group) -> str:
    """The call that adds a unique constraint to a table."""
    name = f"{literal(unique.name)}, {literal(table)}"
    return f"op.create_unique_constraint({name}, [{texts(unique.columns)}])"


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
