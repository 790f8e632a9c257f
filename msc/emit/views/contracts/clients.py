"""The clients of the data services, with the methods that a service calls."""

from collections.abc import Iterator, Set
from functools import partial

from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.ir.system import System
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, literal
from msc.lower.shapes.names import collection_path
from msc.lower.shapes.queries import CompiledQuery, parameter_annotation
from msc.spelling.code import entity_class, entity_module


class QueryView(Record):
    """A named query as methods of a client: one page of its rows, or all of them."""

    name: str
    literal: str
    parameters: str
    query: tuple[str, ...]
    pages: bool
    walks: bool


class ClientView(Record):
    """The client of an entity's rows."""

    module: str
    element: str
    class_name: str
    path: str
    imports: str
    id_type: str
    queries: tuple[QueryView, ...]


class RowsView(Record):
    """The methods that are called on the rows of any entity; `plays_pages` if their tests do."""

    gets: bool
    finds: bool
    finds_by: bool
    pages: bool
    puts: bool
    walks: bool
    plays_pages: bool
    reads: bool
    reads_pages: bool
    reads_all: bool


def client_views(program: Program) -> Iterator[ClientView]:
    """The clients of all entities of which a service calls a method."""
    for entity in program.system.entities:
        methods = program.clients.methods(entity.name)
        if methods:
            queries = program.stored.queries_of(entity.name)
            client = program.pieces.deferred(
                ClientView, entity.name, (queries, sorted(methods)),
                partial(_of_entity, entity.name, queries, methods),
            )  # fmt: skip
            if client is not None:
                yield client


def _of_entity(
    name: str, queries: tuple[CompiledQuery, ...], methods: Set[str], system: System
) -> ClientView:
    return _client(system.entity(name), queries, methods)


def rows_view(program: Program) -> RowsView:
    """The methods common to all rows, and the imports of these and of the queries."""
    called, queries = program.clients.common, program.stored.queries.values()
    pages_queries = any(query.method in called for query in queries)
    reads_all = any(query.every_method in called for query in queries) or "every_row" in called
    reads_pages = "page" in called or pages_queries or reads_all
    return RowsView(
        gets="get" in called,
        finds="find" in called,
        finds_by="find_by" in called,
        pages="page" in called,
        puts="put" in called,
        walks="every_row" in called,
        plays_pages=not called.isdisjoint(("find_by", "every_row")),
        reads="get" in called or reads_pages,
        reads_pages=reads_pages,
        reads_all=reads_all,
    )


def _client(entity: Entity, compiled: tuple[CompiledQuery, ...], methods: Set[str]) -> ClientView:
    imports = ImportSet()
    in_postgres = entity.store is Store.POSTGRES
    if in_postgres:
        imports.add("uuid", "UUID")
    queries = tuple(
        _query(query, methods, imports)
        for query in compiled
        if methods & {query.method, query.every_method}
    )
    return ClientView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=entity_class(entity.name),
        path=literal(f"/api/v1/{collection_path(entity)}"),
        imports=imports.text,
        id_type="UUID" if in_postgres else "str",
        queries=queries,
    )


def _query(compiled: CompiledQuery, methods: Set[str], imports: ImportSet) -> QueryView:
    arguments = []
    for parameter in compiled.code.parameters:
        text, needed = parameter_annotation(parameter)
        imports.add_all([needed] if needed else [])
        arguments.append(f"{parameter.name}: {text}")
    return QueryView(
        name=compiled.method,
        literal=literal(f"/api/v1/queries/{compiled.query.name}"),
        parameters="".join(f"{argument}, " for argument in arguments),
        query=tuple(
            f"{literal(parameter.name)}: {parameter.name}" for parameter in compiled.code.parameters
        ),
        pages=compiled.method in methods,
        walks=compiled.every_method in methods,
    )
