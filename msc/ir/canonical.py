"""The canonical JSON of a system: equal systems have equal texts, with one value per line."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

from msc.core.record import Record, decode, encode
from msc.core.source import Origin
from msc.ir.system import System
from msc.ir.upgrades import FORMAT_VERSION, upgraded


class Envelope(Record):
    """The recorded document: a format version and a system."""

    format_version: int
    system: System


class OlderEnvelope(Record):
    """A document of an older format, its system not yet parsed."""

    format_version: int
    system: Mapping[str, Any]


def to_json(value: System) -> str:
    """The canonical text, without source positions."""
    return encode({"format_version": FORMAT_VERSION, "system": plain(value)})


def from_json(text: str) -> System:
    """The system in a canonical text of any format version; raises ValueError if there is none."""
    if text.startswith(f'{{\n "format_version": {FORMAT_VERSION},'):
        return decode(text, Envelope).system
    older = decode(text, OlderEnvelope)
    return decode(json.dumps(upgraded(older.format_version, dict(older.system))), System)


def plain(value: object) -> Any:
    """A value of the IR as plain JSON data, with the class name of each record under `is`."""
    if isinstance(value, Record):
        named: dict[str, Any] = {"is": type(value).__name__}
        for name in value.__struct_fields__:
            item = getattr(value, name)
            if type(item) is not Origin:
                named[name] = plain(item)
        return named
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value
