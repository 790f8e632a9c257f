"""Values with named fields: immutable ones, and those that change while they are made."""

from abc import ABCMeta
from collections.abc import Mapping
from typing import Any, dataclass_transform

import msgspec
from msgspec import Struct, StructMeta, field
from msgspec.structs import asdict, replace

__all__ = ["Mutable", "Record", "asdict", "decode", "encode", "field", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True, forbid_unknown_fields=True, tag_field="is", tag=True):
    """The base of all immutable values: compared and hashed by their fields, in order.

    A dataclass would compile six methods per class at each start, which took a fifth of the time of
    `check`.
    """


class _MutableMeta(StructMeta, ABCMeta):
    """Lets methods be abstract."""


@dataclass_transform(field_specifiers=(field,))
class Mutable(Struct, metaclass=_MutableMeta, eq=False):
    """The base of what changes while it is made: a compiler's state, a collection of mistakes."""


def encode(body: Mapping[str, Any]) -> str:
    """The canonical JSON of a value: sorted keys, one value per line."""
    return as_lines(msgspec.json.encode(body, order="sorted"))


def as_lines(data: bytes) -> str:
    """JSON with a line for each value."""
    return msgspec.json.format(data, indent=1).decode() + "\n"


def decode[T](text: str, kind: type[T]) -> T:
    """The value that a JSON text encodes; raises ValueError if it does not match the type.

    `is` names the record class where several are possible.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
