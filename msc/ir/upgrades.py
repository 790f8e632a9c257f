"""Older formats of a recorded system -> the current format.

Records committed with an older msc must stay readable. So a change to an IR class needs a new
format version and, here, a function that upgrades the one before. It works on plain JSON, because
the classes of that time are gone.
"""

from collections.abc import Callable, Mapping
from typing import Any

type JsonObject = dict[str, Any]


def _from_1(system: JsonObject) -> JsonObject:
    """Format 2 has the same content; only the manifest next to it changed."""
    return system


UPGRADES: Mapping[int, Callable[[JsonObject], JsonObject]] = {1: _from_1}
FORMAT_VERSION = 1 + len(UPGRADES)


def upgraded(version: int, system: JsonObject) -> JsonObject:
    """The system of any older format in the current form; raises ValueError for a newer format."""
    if not 1 <= version <= FORMAT_VERSION:
        raise ValueError(
            f"its format is {version}, and this version of msc reads formats up to {FORMAT_VERSION}"
        )
    for number in range(version, FORMAT_VERSION):
        system = UPGRADES[number](system)
    return system
