"""The PostgreSQL data service: models, revisions, guards and queries."""

from collections.abc import Iterator

from msc.core.naming import pascal
from msc.core.record import Record, replace
from msc.emit.revisions.additions import Additions, BaselineView, additions
from msc.emit.revisions.joining import JoinView
from msc.emit.revisions.revision import RevisionView
from msc.emit.views.db_postgres_service.predicates import (
    GuardTestView,
    QueryTestView,
    guard_tests,
    query_tests,
)
from msc.emit.views.db_postgres_service.readings import EntityReadingsView, entity_readings
from msc.emit.views.db_postgres_service.tables import ColumnView, TableView, table_view
from msc.emit.views.db_postgres_service.tests import EntityTestsView, entity_tests
from msc.expr.scope import is_optional
from msc.expr.sql import SqlCode
from msc.ir.behaviour import Home
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.lower.pieces import present
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.shapes.fields import change_annotation, input_annotation
from msc.lower.shapes.keys import key_bytes, within
from msc.lower.shapes.names import attribute, collection_path
from msc.lower.shapes.queries import parameter_annotation
from msc.spelling.code import attribute_name, entity_class, entity_module, function_name


class EntityView(Record):
    """One entity: its model, its schemas and its routes."""

    module: str
    element: str
    class_name: str
    name: str
    docstring: str
    table: TableView
    columns: tuple[ColumnView, ...]
    model_imports: str
    schema_imports: str
    create_fields: tuple[str, ...]
    update_fields: tuple[str, ...]
    tests: EntityTestsView


class ResourceView(Record):
    """What the registry says of an entity: `hidden` are fields by which nobody may filter."""

    module: str
    class_name: str
    name: str
    path: str
    hidden: str


class AccountView(Record):
    """The entity of the accounts, for the look-up of a log-in."""

    module: str
    class_name: str
    name: str
    path: str
    login: str
    password: str
    deactivates: bool
    active: str


class PredicateView(Record):
    """A guard or a query: its parameters and its SQL."""

    name: str
    function: str
    class_name: str
    entity: str
    docstring: str
    parameters: tuple[str, ...]
    text: str


class DbPostgresServiceView(Record):
    """The data of the PostgreSQL data service's blueprint."""

    title: str
    entities: tuple[EntityView, ...]
    resources: tuple[ResourceView, ...]
    accounts: tuple[AccountView, ...]
    guards: tuple[PredicateView, ...]
    guard_imports: str
    queries: tuple[PredicateView, ...]
    query_imports: str
    guard_tests: tuple[GuardTestView, ...]
    query_tests: tuple[QueryTestView, ...]
    baselines: tuple[BaselineView, ...]
    revisions: tuple[RevisionView, ...]
    joins: tuple[JoinView, ...]
    reactions: tuple[str, ...]
    has_keys: bool
    readings: tuple[EntityReadingsView, ...]


def view(program: Program, added: Additions | None = None) -> DbPostgresServiceView:
    """The view of the PostgreSQL data service, and the additions to its revisions."""
    added = added or additions(program.system)
    system, stored = program.system, program.stored
    entities = tuple(entity for entity in system.entities if entity.store is Store.POSTGRES)
    guard_set, query_set = ImportSet(), ImportSet()
    made_guards = tuple(
        _predicate(name, "", f"Whether the rule `{name}` holds.", guard.code, guard_set)
        for name, guard in stored.guards.items()
    )
    made_queries = tuple(
        _predicate(
            name, query.query.entity, f"Selects the rows of `{name}`.", query.code, query_set
        )
        for name, query in stored.queries.items()
    )
    return DbPostgresServiceView(
        title=literal(f"{system.title}: PostgreSQL data service"),
        entities=present(_shown(entity.name, program) for entity in entities),
        resources=tuple(map(_resource, entities)),
        accounts=tuple(_accounts(system)),
        guards=_apart(made_guards, guard_set),
        guard_imports=guard_set.text,
        queries=_apart(made_queries, query_set),
        query_imports=query_set.text,
        guard_tests=guard_tests(program),
        query_tests=query_tests(program),
        baselines=added.baselines,
        revisions=added.revisions,
        joins=added.joins,
        reactions=tuple(map(literal, _reactions(system))),
        has_keys=program.services[Home.API].usage.keyed,
        readings=entity_readings(system),
    )


def _accounts(system: System) -> Iterator[AccountView]:
    """The accounts, if the system has any."""
    spec = system.authentication
    if spec is not None:
        account = system.entity(spec.account)
        yield AccountView(
            module=entity_module(account.name),
            class_name=entity_class(account.name),
            name=literal(account.name),
            path=f"/{collection_path(account)}",
            login=attribute(account.field_named(spec.login)),
            password=attribute(account.field_named(spec.password)),
            deactivates=spec.active is not None,
            active=attribute_name(spec.active or ""),
        )


def _reactions(system: System) -> list[str]:
    """The operations that events run; what a job of the same name noted is never forgotten."""
    jobs = {job.name for job in system.jobs}
    return sorted({name for event in system.events for name in event.then} - jobs)


def _apart(predicates: tuple[PredicateView, ...], imports: ImportSet) -> tuple[PredicateView, ...]:
    """The predicates, each under a name that shadows nothing that any of them calls."""
    taken = imports.names
    return tuple(
        replace(predicate, function=f"{predicate.function}_")
        if predicate.function in taken
        else predicate
        for predicate in predicates
    )


def _predicate(
    name: str, entity: str, text: str, code: SqlCode, imports: ImportSet
) -> PredicateView:
    imports.add_all((module, member) for module, member in code.imports)
    for model in code.models:
        imports.add(f"src.models.{entity_module(model)}", entity_class(model))
    lines = []
    for parameter in code.parameters:
        annotation, needed = parameter_annotation(parameter)
        if needed:
            imports.add_all([needed])
        lines.append(
            f"{parameter.name}: {annotation}{' = None' if is_optional(parameter.type) else ''}"
        )
    return PredicateView(
        name=literal(name),
        function=function_name(name),
        class_name=f"{pascal(name)}Parameters",
        entity=literal(entity),
        docstring=docstring(text),
        parameters=tuple(lines),
        text=code.text,
    )


def _shown(name: str, program: Program) -> EntityView | None:
    return program.pieces.deferred(
        EntityView, name, (), lambda system: _entity(system.entity(name), system)
    )


def _resource(entity: Entity) -> ResourceView:
    return ResourceView(
        module=entity_module(entity.name),
        class_name=entity_class(entity.name),
        name=literal(entity.name),
        path=literal(f"/{collection_path(entity)}"),
        hidden=literal(tuple(attribute(field) for field in entity.hidden)),
    )


def _entity(entity: Entity, system: System) -> EntityView:
    shape = table_view(entity, system)
    model_imports = ImportSet(shape.imports)
    schema_imports = ImportSet([("shared.values", "Contract")])
    create, update = [], []
    room = key_bytes(entity, system)
    for field in entity.fields:
        full = within(input_annotation(field), room.get(field.name))
        change = within(change_annotation(field), room.get(field.name))
        schema_imports.add_all((*full.imports, *change.imports))
        default = f" = {full.default}" if full.default else ""
        create.append(f"{attribute(field)}: {full.text}{default}")
        if not field.write_once:
            update.append(f"{attribute(field)}: {change.text} = None")
    return EntityView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=entity_class(entity.name),
        name=literal(entity.name),
        docstring=docstring(entity.description or f"A row of {entity.plural}."),
        table=shape,
        columns=shape.columns,
        model_imports=model_imports.text,
        schema_imports=schema_imports.text,
        create_fields=tuple(create),
        update_fields=tuple(update),
        tests=entity_tests(entity),
    )
