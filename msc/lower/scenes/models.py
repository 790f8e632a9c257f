"""The imports of models in finished test code."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from msc.core.record import Record, asdict
from msc.ir.system import System
from msc.lower.pycode import Import
from msc.lower.types import annotation_imports
from msc.spelling.code import entity_class, entity_module

type Models = Mapping[str, Import]
"""The imports of models by their names."""

WORD = re.compile(r"[A-Za-z_]\w*")


def models(system: System) -> Models:
    """The rows of all entities and their enums."""
    return {name: (module, name) for module, name in _models(system)}


def digest_of(known: Models) -> str:
    """A digest of all names and the modules they are imported from."""
    return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()


def named_models(known: Models, *parts: object) -> Iterator[Import]:
    """The models named in finished parts of a view.

    A module that imported all of them would grow with the system, and there is one per operation.
    """
    words = {word for text in _texts(parts) for word in WORD.findall(text)}
    return (known[word] for word in sorted(words & known.keys()))


def _texts(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case tuple():
            for item in part:
                yield from _texts(item)
        case Record():
            yield from _texts(tuple(asdict(part).values()))


def _models(system: System) -> Iterator[Import]:
    for entity in system.entities:
        yield f"shared.dtos.{entity_module(entity.name)}", entity_class(entity.name)
        for field in entity.fields:
            yield from annotation_imports(field.type)
