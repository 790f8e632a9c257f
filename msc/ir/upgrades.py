"""Older formats of a recorded system -> the format of today.

Records that were committed with an older msc have to be read for ever. So a change of a class of
the IR needs a new format version, and here the function that brings the one before to it. It works
on the plain JSON value, for the classes of that time are gone.
"""

from collections.abc import Callable, Mapping
from typing import Any

type JsonObject = dict[str, Any]


def _from_1(system: JsonObject) -> JsonObject:
    """Format 2 says the same; only the manifest beside it is another."""
    return system


UPGRADES: Mapping[int, Callable[[JsonObject], JsonObject]] = {1: _from_1}
FORMAT_VERSION = 1 + len(UPGRADES)


def upgraded(version: int, system: JsonObject) -> JsonObject:
    """The system of any older format in the form of today; raises ValueError for a newer one."""
    if not 1 <= version <= FORMAT_VERSION:
        raise ValueError(
            f"its format is {version}, and this version of msc reads formats up to {FORMAT_VERSION}"
        )
    for number in range(version, FORMAT_VERSION):
        system = UPGRADES[number](system)
    return system
