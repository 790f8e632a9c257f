"""What the analysis knows of each type of field: one module per type, named by its word.

A module holds `ROW`; nothing else lists the types, so a new one is written here and nowhere beside.
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
# These are written in another way: `reference: loan`, `enum: [draft, published]`.
BUILT_IN = tuple(word for word in KINDS if word not in ("enum", "reference"))


@cache
def row(word: str) -> TypeRow[Any]:
    """What is known of the type with that word."""
    known: TypeRow[Any] = import_module(f"{__name__}.{word}").ROW
    return known


def row_of(type_: FieldType) -> TypeRow[Any]:
    """What is known of the type."""
    return row(word_of(type(type_)))


def value_type(type_: FieldType, optional: bool) -> ValueType:
    """What an expression sees of a field."""
    return row_of(type_).value(type_, optional=optional)


def literal_of(type_: FieldType, value: object) -> Literal:
    """The value in the form in which the resolved system keeps it; raises Unfit."""
    return row_of(type_).literal(type_, value)


def check_sent(type_: FieldType, value: object) -> None:
    """Raises Unfit for a value of JSON that no request can send as one of the type."""
    row_of(type_).sent(type_, value)


def check_read(type_: FieldType, value: object) -> None:
    """Raises Unfit for what is no value of the type, whatever the limits of the type are."""
    known = row_of(type_)
    if isinstance(type_, ListedType):
        known.sent(type_, value)
    else:
        known.read(value)


def places_of(type_: FieldType) -> int | None:
    """How many decimal places a value of the type keeps."""
    return row_of(type_).places(type_)
