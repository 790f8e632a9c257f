"""What the emitted code knows of each type of field: one module per type, named by its word.

A module holds `ROW`; nothing else lists the types, so a new one is written here and nowhere beside.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.ir.fields import FieldType, word_of
from msc.lower.types.row import TypeRow


def row(type_: FieldType) -> TypeRow[Any]:
    """What is known of the type."""
    return _row(type(type_))


@cache
def _row(kind: type[FieldType]) -> TypeRow[Any]:
    type_row: TypeRow[Any] = import_module(f"{__name__}.{word_of(kind)}").ROW
    return type_row


def annotation(type_: FieldType, optional: bool = False) -> str:
    """The Python type of a field's value; `annotation_imports` has the names that it needs."""
    name = row(type_).annotation(type_)
    return f"{name} | None" if optional else name


def annotation_imports(type_: FieldType) -> tuple[tuple[str, str], ...]:
    """What `annotation(type_)` needs: pairs of module and name, at most one."""
    return row(type_).imports(type_)
