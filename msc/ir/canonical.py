"""The system as canonical JSON: the same system is the same text, one line per value."""

import json
from enum import Enum
from typing import Any, Literal

from msc.core.record import Record, asdict, decode
from msc.core.source import Origin
from msc.ir.system import System

FORMAT_VERSION = 1


class Canonical(Record):
    """What the text holds."""

    format_version: Literal[1]
    system: System


def to_json(value: System) -> str:
    """The canonical text; places in the spec are left out."""
    body = {"format_version": FORMAT_VERSION, "system": _plain(value)}
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_json(text: str) -> System:
    """The system of a canonical text; raises ValueError for anything else."""
    return decode(text, Canonical).system


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Record):
        named = {name: _plain(each) for name, each in asdict(value).items()
                 if not isinstance(each, Origin)}  # fmt: skip
        return {"is": type(value).__name__, **named}
    return value
