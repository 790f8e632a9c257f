"""Matches the elements of two systems by name or by their declared former name."""

from collections.abc import Sequence
from typing import Protocol

from msc.core.record import Record
from msc.ir.entities import Entity, Nouns
from msc.ir.fields import Field


class Named(Protocol):
    """Anything that may have had another name."""

    @property
    def name(self) -> str: ...

    @property
    def renamed_from(self) -> str | None: ...


class EntityPair(Record):
    """An entity in both systems, and the fields that both versions have."""

    old: Entity
    new: Entity
    fields: tuple[tuple[Field, Field], ...]


def pairs(old: Nouns, new: Nouns) -> tuple[EntityPair, ...]:
    """The entities in both systems, in the order of the new one."""
    return tuple(
        EntityPair(one, other, _fields(one, other))
        for one, other in match(old.entities, new.entities)
    )


def _fields(old: Entity, new: Entity) -> tuple[tuple[Field, Field], ...]:
    # Most entities stay as they are, and within one set of fields no former name is free.
    if old.fields == new.fields:
        return tuple(zip(old.fields, new.fields, strict=True))
    return match(old.fields, new.fields)


def match[N: Named](old: Sequence[N], new: Sequence[N]) -> tuple[tuple[N, N], ...]:
    """The elements in both systems, by name or by declared former name."""
    before = {element.name: element for element in old}
    names = {element.name for element in new}
    pairs = []
    for element in new:
        # An element whose former name is unused now had that name in the last build.
        renamed = element.renamed_from in before and element.renamed_from not in names
        former = element.renamed_from if renamed else element.name
        if former in before:
            pairs.append((before[former], element))
    return tuple(pairs)


def taken_over[N: Named](old: Sequence[N], new: Sequence[N]) -> dict[str, N]:
    """Removed elements whose names are in use again, with their new owners."""
    kept = {one.name for one, _ in match(old, new)}
    names = {element.name: element for element in new}
    gone = (element.name for element in old if element.name not in kept)
    return {name: names[name] for name in gone if name in names}
