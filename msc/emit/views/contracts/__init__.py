"""The contracts between services: rows, enums, events, and the clients of the data services."""

from msc.core.record import Record
from msc.emit.views.contracts.clients import ClientView, RowsView, client_views, rows_view
from msc.ir.entities import Entity, Store
from msc.ir.triggers import Event
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.shapes.enums import enums
from msc.lower.shapes.fields import member, row_annotation
from msc.lower.shapes.names import attribute
from msc.spelling.code import (
    element_module,
    entity_class,
    entity_module,
    enum_class,
    event_class,
)


class EnumView(Record):
    """An enum and its members as assignments."""

    name: str
    docstring: str
    members: tuple[str, ...]


class EntityView(Record):
    """The row of an entity."""

    module: str
    element: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    in_postgres: bool
    id_type: str


class EventView(Record):
    """The payload of an event."""

    module: str
    element: str
    class_name: str
    name_literal: str
    version: int
    docstring: str
    imports: str
    fields: tuple[str, ...]


class ContractsView(Record):
    """The data of the contracts blueprint."""

    enums: tuple[EnumView, ...]
    entities: tuple[EntityView, ...]
    clients: tuple[ClientView, ...]
    rows: RowsView
    events: tuple[EventView, ...]
    has_enums: bool
    has_clients: bool
    has_client_tests: bool
    asks_guards: bool


def view(program: Program) -> ContractsView:
    """The view of the contracts."""
    system = program.system
    enum_views = tuple(_enum(name, values) for name, values in enums(system))
    clients, rows = tuple(client_views(program)), rows_view(program)
    return ContractsView(
        enums=enum_views,
        entities=present(_shown(entity.name, program) for entity in system.entities),
        clients=clients,
        rows=rows,
        events=tuple(_event(event) for event in system.events),
        has_enums=bool(enum_views),
        has_clients=bool(clients),
        has_client_tests=rows.finds or rows.finds_by or rows.puts or rows.walks,
        asks_guards=any(service.usage.asks_guards for service in program.services.values()),
    )


def _enum(name: str, values: tuple[str, ...]) -> EnumView:
    members = tuple(f"{value.upper()} = {literal(value)}" for value in values)
    words = name.replace("_", " ")
    return EnumView(enum_class(name), docstring(f"The values of {words}."), members)


def _shown(name: str, program: Program) -> EntityView | None:
    return program.pieces.deferred(
        EntityView, name, (), lambda system: _entity(system.entity(name))
    )


def _entity(entity: Entity) -> EntityView:
    imports = ImportSet([("shared.values", "Row"), ("shared.values", "Timestamp")])
    lines = []
    for field in entity.shown:
        annotation = row_annotation(field)
        imports.add_all(annotation.imports)
        text = f"{attribute(field)}: {annotation.text}"
        if annotation.default:
            text += f" = {annotation.default}"
        lines.append(text)
    in_postgres = entity.store is Store.POSTGRES
    if in_postgres:
        imports.add("uuid", "UUID")
    return EntityView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=entity_class(entity.name),
        docstring=docstring(entity.description or f"A row of {entity.plural}."),
        imports=imports.text,
        fields=tuple(lines),
        in_postgres=in_postgres,
        id_type="UUID" if in_postgres else "str",
    )


def _event(event: Event) -> EventView:
    imports = ImportSet([("shared.unit_of_work", "EventPayload"), ("typing", "ClassVar")])
    lines = []
    for payload_field in event.payload:
        annotation = row_annotation(payload_field.field)
        line = member(payload_field.field, annotation, "validation_alias", "serialization_alias")
        imports.add_all(line.imports)
        lines.append(line.text)
    return EventView(
        module=element_module(event.name),
        element=f"event {event.name}",
        class_name=event_class(event.name),
        name_literal=literal(event.name),
        version=event.version,
        docstring=docstring(event.description or f"The event {event.name}."),
        imports=imports.text,
        fields=tuple(lines),
    )
