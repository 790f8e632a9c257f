"""Rows of a system's tables, referring to each other."""

import uuid
from collections.abc import Iterator

from msc.ir.fields import EnumType, Field, ReferenceType, RoleType
from msc.ir.system import System
from msc.lower.shapes.tables import column_type

SAMPLES = {
    "String": ("ab1", "ab2"), "Text": ("ab1", "ab2"), "BigInteger": ("2", "3"),
    "Numeric": ("2", "3"), "Boolean": ("true", "false"), "Date": ("2024-01-30", "2024-02-01"),
    "DateTime": ("2024-01-30T22:30:00Z", "2024-02-01T00:00:00Z"), "JSONB": ("{}", '{"a": 1}'),
}  # fmt: skip


def identifier(entity: str, row: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{entity}/{row}"))


def value(field: Field, row: int) -> str:
    match field.type:
        case _ if field.optional and row == 1:
            return "NULL"
        case ReferenceType(target):
            return f"'{identifier(target, row)}'"
        case EnumType(_, words) | RoleType(words):
            return f"'{words[row % len(words)]}'"
    samples = SAMPLES.get(column_type(field.type).partition("(")[0])
    return f"'{samples[row] if samples else identifier(field.name, row)}'"


def inserts(system: System, rows: int) -> Iterator[dict[str, str]]:
    """Rows of every table, referring to each other."""
    yield {"execute": "SET session_replication_role TO replica"}
    for entity in system.entities:
        names = ", ".join(f'"{field.wire_name}"' for field in entity.fields)
        for row in range(rows):
            values = ", ".join(value(field, row) for field in entity.fields)
            head = f'INSERT INTO "{entity.plural}" (id, version, {names})'
            yield {"execute": f"{head} VALUES ('{identifier(entity.name, row)}', 1, {values})"}
