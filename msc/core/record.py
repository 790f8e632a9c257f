"""Immutable values with named fields."""

from typing import dataclass_transform

from msgspec import Struct, field
from msgspec.structs import asdict, replace

__all__ = ["Record", "asdict", "field", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True):
    """The base of every immutable value: compared and hashed by its fields, in their order.

    A dataclass says the same, and compiles six methods for each class whenever msc starts, which
    was a fifth of the time of a `check`.
    """
