"""The system as canonical JSON: the same system is the same text, one line per value."""

import json
import types
import typing
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from msc.core.record import Record, asdict
from msc.core.source import Origin
from msc.ir import behaviour, entities, expressions, journeys, system, triggers
from msc.ir import fields as field_types
from msc.ir.system import System

FORMAT_VERSION = 1
MODULES = (behaviour, entities, expressions, field_types, journeys, system, triggers)


def to_json(value: System) -> str:
    """The canonical text; places in the spec are left out."""
    body = {"format_version": FORMAT_VERSION, "system": _plain(value)}
    return json.dumps(body, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_json(text: str) -> System:
    """The system of a canonical text; raises ValueError for anything else."""
    try:
        body = json.loads(text)
        if body["format_version"] != FORMAT_VERSION:
            raise ValueError(f"format version {body['format_version']} is not known")
        value = _value(body["system"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is not a canonical system: {error}") from error
    if not isinstance(value, System):
        raise ValueError("this is not a canonical system")
    return value


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


@lru_cache(maxsize=1)
def _classes() -> dict[str, type[Any]]:
    found = (getattr(module, name) for module in MODULES for name in vars(module))
    return {
        each.__name__: each for each in found if isinstance(each, type) and issubclass(each, Record)
    }


@cache
def _enums(class_name: str) -> dict[str, type[Enum]]:
    hints = typing.get_type_hints(_classes()[class_name])
    return {name: each for name, hint in hints.items() if (each := _enum_of(hint)) is not None}


def _enum_of(hint: Any) -> type[Enum] | None:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if typing.get_origin(hint) in (typing.Union, types.UnionType, tuple):
        return next((found for each in typing.get_args(hint) if (found := _enum_of(each))), None)
    return None


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(each) for each in data)
    if not isinstance(data, dict):
        return data
    kind = _classes()[data["is"]]
    enums = _enums(data["is"])
    values = {}
    for name, each in data.items():
        if name == "is":
            continue
        made = _value(each)
        enum = enums.get(name)
        values[name] = made if enum is None or made is None else _as_enum(enum, made)
    return kind(**values)


def _as_enum(enum: type[Enum], value: Any) -> Any:
    return tuple(enum(each) for each in value) if isinstance(value, tuple) else enum(value)
