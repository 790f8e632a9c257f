"""Data about each entity for the tests of the PostgreSQL data service."""

from collections.abc import Iterable

from msc.core.record import Record
from msc.ir.entities import Entity
from msc.ir.fields import (
    Field,
    OnDelete,
    ReferenceType,
    StringType,
)
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute, column
from msc.lower.shapes.numbered import invalid, numbered
from msc.lower.shapes.samples import sample_value, value_text
from msc.lower.shapes.tables import short_name
from msc.lower.types import row
from msc.spelling.code import global_name, table_name


class UniqueView(Record):
    """Fields whose combined values are unique; `extra` creates the optional referenced rows."""

    test_name: str
    fields: str
    extra: str
    repeated: str


class ReferenceView(Record):
    """A reference field; exactly one flag tells what deleting the referenced row does."""

    field: str
    target: str
    constraint: str
    restricts: bool
    cascades: bool
    clears: bool


class EntityTestsView(Record):
    """The rows of one entity, for tests that create, find and corrupt them."""

    function: str
    name: str
    entries: tuple[str, ...]
    uses_number: bool
    references: str
    sample_docstring: str
    required: str
    invalid: tuple[str, ...]
    filters: str
    ranges: str
    sorts: str
    optional_sorts: str
    listed_sorts: str
    hidden: tuple[str, ...]
    write_once: str
    uniques: tuple[UniqueView, ...]
    parents: tuple[ReferenceView, ...]
    checks: tuple[str, ...]


def entity_tests(entity: Entity) -> EntityTestsView:
    """The view of one entity for its tests."""
    own = tuple(field for field in entity.fields if not isinstance(field.type, ReferenceType))
    entries = tuple(f"{literal(attribute(field))}: {numbered(field)}" for field in own)
    ordered = tuple(field for field in entity.shown if _has_order(field))
    return EntityTestsView(
        function=global_name(entity.name),
        name=literal(entity.name),
        entries=entries,
        uses_number=any("number" in entry for entry in entries),
        references=_references(entity),
        sample_docstring=f'"""The own values of a row of {entity.plural}."""',
        required=_names(field for field in entity.fields if _is_required(field)),
        invalid=tuple(
            f"({literal(attribute(field))}, {value})"
            for field in entity.fields
            for value in invalid(field)
        ),
        filters=_names(field for field in own if _is_filter(field)),
        ranges=_names(field for field in ordered if _is_measured(field)),
        sorts=_names(field for field in ordered if not field.optional),
        optional_sorts=_names(field for field in ordered if field.optional),
        listed_sorts=", ".join(
            f"({literal(attribute(field))}, {literal(words)})"
            for field in own
            if len(words := row(field.type).words(field.type)) > 1 and not field.unique
        ),
        hidden=tuple(literal(attribute(field)) for field in entity.hidden),
        write_once=_names(field for field in own if field.write_once),
        uniques=_uniques(entity),
        parents=tuple(_parent(entity, field) for field in entity.fields if _is_reference(field)),
        checks=_checks(entity),
    )


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(literal(attribute(field)) for field in fields)


def _is_required(field: Field) -> bool:
    return not field.optional and not field.has_default


def _is_filter(field: Field) -> bool:
    return not field.hidden and row(field.type).is_filterable


def _is_reference(field: Field) -> bool:
    return isinstance(field.type, ReferenceType)


def _has_order(field: Field) -> bool:
    """Whether rows have an order by the field that is independent of the database's collation."""
    matched = isinstance(field.type, StringType) and field.type.pattern is not None
    return row(field.type).is_ordered and not matched


def _is_measured(field: Field) -> bool:
    return field.type.ranged


def _references(entity: Entity) -> str:
    """The rows that a row references, by field."""
    pairs = [
        f"{literal(attribute(field))}: {literal(field.type.entity)}"
        for field in entity.fields
        if isinstance(field.type, ReferenceType) and not field.optional
    ]
    return f"{{{', '.join(pairs)}}}"


def _uniques(entity: Entity) -> tuple[UniqueView, ...]:
    groups = [(field.name,) for field in entity.fields if field.unique]
    return tuple(_unique(entity, group) for group in (*groups, *entity.uniques))


def _unique(entity: Entity, group: tuple[str, ...]) -> UniqueView:
    fields = [entity.field_named(name) for name in group]
    extra = "".join(
        f", {attribute(field)}=(await rows.create({literal(field.type.entity)}))['id']"
        for field in fields
        if isinstance(field.type, ReferenceType) and field.optional
    )
    # A secret is in no answer to repeat it from.
    secrets = {field.name: _sent(field) for field in fields if field.hidden}
    extra += "".join(f", {sent}" for sent in secrets.values())
    names = [attribute(field) for field in fields]
    return UniqueView(
        test_name="_and_".join(names)
        + ("_is_unique" if len(names) == 1 else "_are_unique_together"),
        fields=", ".join(literal(field.wire_name) for field in fields),
        extra=extra,
        repeated=", ".join(
            secrets.get(field.name) or f"{name}=first[{literal(name)}]"
            for field, name in zip(fields, names, strict=True)
        ),
    )


def _sent(field: Field) -> str:
    return f"{attribute(field)}={value_text(field.type, sample_value(field.type))}"


def _parent(entity: Entity, field: Field) -> ReferenceView:
    assert isinstance(field.type, ReferenceType)
    action = field.type.on_delete
    return ReferenceView(
        field=attribute(field),
        target=literal(field.type.entity),
        constraint=literal(short_name(f"{table_name(entity.plural)}_{column(field)}_fkey")),
        restricts=action is OnDelete.RESTRICT,
        cascades=action is OnDelete.CASCADE,
        clears=action is OnDelete.CLEAR,
    )


def _checks(entity: Entity) -> tuple[str, ...]:
    """A column, a value that violates its check, and the name of the check."""
    checks = []
    for field in entity.fields:
        name = literal(short_name(f"{entity.plural}_{column(field)}_check"))
        checks += [
            f"({literal(column(field))}, {value}, {name})"
            for value in row(field.type).unchecked(field.type)
        ]
    return tuple(checks)
