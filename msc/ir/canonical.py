"""The system as canonical JSON: the same system is the same text, one line per value."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

from msc.core.record import Record, asdict, decode
from msc.core.source import Origin
from msc.ir.system import System
from msc.ir.upgrades import FORMAT_VERSION, upgraded


class Envelope(Record):
    """What the text holds."""

    format_version: int
    system: System


class OlderEnvelope(Record):
    """The same of an older format, not yet understood."""

    format_version: int
    system: Mapping[str, Any]


def to_json(value: System) -> str:
    """The canonical text; places in the spec are left out."""
    body = {"format_version": FORMAT_VERSION, "system": plain(value)}
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_json(text: str) -> System:
    """The system of a canonical text of any format; raises ValueError for anything else."""
    if text.startswith(f'{{\n "format_version": {FORMAT_VERSION},'):
        return decode(text, Envelope).system
    older = decode(text, OlderEnvelope)
    return decode(json.dumps(upgraded(older.format_version, dict(older.system))), System)


def plain(value: object) -> Any:
    """A value of the IR as JSON says it, with the name of each record's class under `is`."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Record):
        named = {name: plain(item) for name, item in asdict(value).items()
                 if not isinstance(item, Origin)}  # fmt: skip
        return {"is": type(value).__name__, **named}
    return value
