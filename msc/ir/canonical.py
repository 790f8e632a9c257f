"""The canonical JSON of a system: equal systems have equal texts, with one value per line."""

import json
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from msc.core.record import Record, as_lines, decode
from msc.ir.system import System
from msc.ir.upgrades import FORMAT_VERSION, upgraded

SIZE = 16
ENCODER = msgspec.json.Encoder(order="sorted")
# The first key of a record is that of its class.
# What was matched is never given back, which takes a third of the time.
TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
ORIGIN = re.compile(rb',"origin":\{"is":"Origin","span":\[%b(?:,[0-9]++){4}\]\}' % TEXT)


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
    return as_lines(to_bytes({"format_version": FORMAT_VERSION, "system": value}))


def from_json(text: str) -> System:
    """The system in a canonical text of any format version; raises ValueError if there is none."""
    if text.startswith(f'{{\n "format_version": {FORMAT_VERSION},'):
        return decode(text, Envelope).system
    older = decode(text, OlderEnvelope)
    return decode(json.dumps(upgraded(older.format_version, dict(older.system))), System)


def plain(value: object) -> Any:
    """A value of the IR as plain JSON data, with the class name of each record under `is`."""
    return msgspec.json.decode(to_bytes(value))


def to_bytes(value: object) -> bytes:
    """The canonical JSON of a value in one line, without source positions."""
    data = ENCODER.encode(value)
    # Quotation marks inside JSON texts are escaped, so only an origin matches.
    return ORIGIN.sub(b"", data) if b'"origin"' in data else data


def digest_of(value: object) -> bytes:
    """The digest of a value, wherever it is written."""
    return blake2b(to_bytes(value), digest_size=SIZE).digest()
