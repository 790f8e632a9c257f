"""How lists read rows, for the tests of their plans."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.lists import Reading, readings
from msc.ir.system import System
from msc.lower.pycode import literal
from msc.lower.shapes.names import sort_key
from msc.lower.shapes.numbered import is_varied


class ReadingView(Record):
    """The fields that have certain values, and the sort key."""

    fixed: str
    sort: str


class EntityReadingsView(Record):
    """How the lists of an entity read."""

    name: str
    readings: tuple[ReadingView, ...]


def entity_readings(system: System) -> tuple[EntityReadingsView, ...]:
    """The readings by entity."""
    by_entity: dict[str, list[ReadingView]] = {}
    for reading in readings(system):
        entity = system.entity(reading.entity)
        by_entity.setdefault(entity.name, []).extend(_views(reading, entity))
    return tuple(
        EntityReadingsView(literal(name), tuple(views))
        for name, views in sorted(by_entity.items())
        if views
    )


def _views(reading: Reading, entity: Entity) -> Iterator[ReadingView]:
    fixed = literal(tuple(sort_key(name, entity) for name in reading.fixed))
    # For a value that many rows share, a database may well read the whole table.
    if not reading.sort and all(_is_varied(name, entity) for name in reading.fixed):
        yield ReadingView(fixed, "None")
    for key in reading.sort:
        name = sort_key(key, entity)
        yield ReadingView(fixed, literal(name))
        # Rows without a value come last in both directions, and in an index in one of them.
        if not any(field.optional for field in entity.fields if field.name == key):
            yield ReadingView(fixed, literal(f"-{name}"))


def _is_varied(name: str, entity: Entity) -> bool:
    return any(is_varied(field) for field in entity.fields if field.name == name)
