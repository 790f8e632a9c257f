"""Each field type: one module per type, named after its keyword.

Each module defines `ROW`; no other file lists the types, so a new type is a new module.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, get_args

from msc.analyze.types.row import TypeRow
from msc.ir.expressions import ValueType
from msc.ir.fields import FieldType, ListedType, Literal, word_of

KINDS: Mapping[str, type[FieldType]] = {
    word_of(kind): kind for kind in get_args(FieldType.__value__)
}
# These have a syntax of their own: `reference: loan`, `enum: [draft, published]`.
BUILT_IN = tuple(word for word in KINDS if word not in ("enum", "reference"))


@cache
def row(word: str) -> TypeRow[Any]:
    """The row of the type with that keyword."""
    known: TypeRow[Any] = import_module(f"{__name__}.{word}").ROW
    return known


def row_of(type_: FieldType) -> TypeRow[Any]:
    """The row of the type."""
    return row(word_of(type(type_)))


def value_type(type_: FieldType, optional: bool) -> ValueType:
    """The type of a field in expressions."""
    return row_of(type_).value(type_, optional=optional)


def literal_of(type_: FieldType, value: object) -> Literal:
    """The value in the form used by the resolved system; raises Unfit."""
    return row_of(type_).literal(type_, value)


def check_sent(type_: FieldType, value: object) -> None:
    """Raises Unfit for a JSON value that is invalid in a request."""
    row_of(type_).sent(type_, value)


def check_read(type_: FieldType, value: object) -> None:
    """Raises Unfit for a JSON value of another type, whatever the bounds are."""
    known = row_of(type_)
    if isinstance(type_, ListedType):
        known.sent(type_, value)
    else:
        known.read(value)


def places_of(type_: FieldType) -> int | None:
    """The scale of the type."""
    return row_of(type_).places(type_)
