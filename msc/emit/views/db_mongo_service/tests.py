"""Data about each entity for the tests of the MongoDB data service."""

from collections.abc import Iterable

from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import (
    DatetimeType,
    DateType,
    EmailType,
    Field,
    IntegerType,
    JsonType,
    ReferenceType,
    StringType,
)
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.numbered import invalid, numbered
from msc.lower.types import row
from msc.spelling.code import global_name


class EntityTestsView(Record):
    """The documents of one entity, for tests that create, find and corrupt them."""

    function: str
    name: str
    entries: tuple[str, ...]
    uses_number: bool
    sample_docstring: str
    required: str
    stored: str
    invalid: tuple[str, ...]
    spoiled: tuple[str, ...]
    is_kept: bool
    filters: str
    ranges: str
    numbers: str
    sorts: str


def entity_tests(entity: Entity) -> EntityTestsView:
    """The view of one entity for its tests."""
    entries = tuple(f"{literal(attribute(field))}: {numbered(field)}" for field in entity.fields)
    shown = tuple(field for field in entity.fields if not field.hidden)
    needed = tuple(field for field in entity.fields if not field.optional)
    return EntityTestsView(
        function=global_name(entity.name),
        name=literal(entity.name),
        entries=entries,
        uses_number=any("number" in entry for entry in entries),
        sample_docstring=f'"""The values of a document of {entity.plural}."""',
        required=_names(field for field in needed if not field.has_default),
        stored=_names(needed),
        invalid=_cases((field, value) for field in entity.fields for value in invalid(field)),
        spoiled=_cases((field, row(field.type).spoiled(field.type)) for field in entity.fields),
        is_kept=entity.retention_days is not None,
        filters=_names(field for field in shown if not isinstance(field.type, JsonType)),
        ranges=_names(field for field in shown if _is_measured(field)),
        numbers=_names(field for field in shown if isinstance(field.type, IntegerType)),
        sorts=_names(field for field in shown if _has_order(field)),
    )


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(literal(attribute(field)) for field in fields)


def _cases(pairs: Iterable[tuple[Field, str]]) -> tuple[str, ...]:
    return tuple(f"({literal(attribute(field))}, {value})" for field, value in pairs)


def _is_measured(field: Field) -> bool:
    return isinstance(field.type, IntegerType | DatetimeType)


def _has_order(field: Field) -> bool:
    """Whether the field is required and its values are ordered."""
    ordered = IntegerType | DatetimeType | DateType | EmailType | ReferenceType
    plain = isinstance(field.type, StringType) and field.type.pattern is None
    return not field.optional and (plain or isinstance(field.type, ordered))
