"""Each field type in emitted code: one module per type, named after its keyword.

Each module defines `ROW`; no other file lists the types, so a new type is a new module.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.ir.fields import FieldType, word_of
from msc.lower.types.row import TypeRow


def row(type_: FieldType) -> TypeRow[Any]:
    """The row of a type."""
    return _row(type(type_))


@cache
def _row(kind: type[FieldType]) -> TypeRow[Any]:
    type_row: TypeRow[Any] = import_module(f"{__name__}.{word_of(kind)}").ROW
    return type_row


def annotation(type_: FieldType, optional: bool = False) -> str:
    """The Python type of a field's value; see `annotation_imports` for its imports."""
    name = row(type_).annotation(type_)
    return f"{name} | None" if optional else name


def annotation_imports(type_: FieldType) -> tuple[tuple[str, str], ...]:
    """The imports of `annotation(type_)`: pairs of module and name, at most one."""
    return row(type_).imports(type_)
