"""The interface of use cases to the data services, as protocols."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.lower.operations.use_case import methods_called
from msc.lower.program import Program
from msc.lower.pycode import ImportSet
from msc.lower.services.usage import Usage
from msc.lower.shapes.queries import CompiledQuery, parameter_annotation
from msc.spelling.code import entity_class, entity_module, function_name

PAGING = (
    "filters: Filters | None = None, *, sort: str | None = None, limit: int | None = None, "
    "cursor: str | None = None, offset: int | None = None, total: bool = False"
)


class PortView(Record):
    """The port of an entity's rows, with the methods that the service calls."""

    name: str
    row: str
    methods: tuple[str, ...]


def port_views(usage: Usage, program: Program) -> tuple[tuple[PortView, ...], str]:
    """The ports of a service, and the imports of their module."""
    imports = ImportSet()
    ports = []
    calls = methods_called(usage.calls)
    for entity in usage.rows(program.system):
        name = entity_class(entity.name)
        imports.add(f"shared.dtos.{entity_module(entity.name)}", name)
        if entity.store is Store.POSTGRES:
            imports.add("uuid", "UUID")
        methods = (
            *_common(entity),
            *_of_queries(entity, program.stored.queries_of(entity.name), imports),
        )
        texts = tuple(text for method, text in methods if method in calls[entity.name])
        ports.append(PortView(f"{name}Rows", name, texts))
    return tuple(ports), imports.text


def _common(entity: Entity) -> Iterator[tuple[str, str]]:
    row = entity_class(entity.name)
    key = "UUID" if entity.store is Store.POSTGRES else "str"
    yield (
        "get",
        _method(f"async def get(self, row_id: {key}) -> {row}", "The row; raises NotFound."),
    )
    yield (
        "find",
        _method(f"async def find(self, row_id: {key}) -> {row} | None", "The row, or None."),
    )
    yield (
        "find_by",
        _method(
            f"async def find_by(self, **filters: object) -> {row} | None",
            "The first row with these values, or None.",
        ),
    )
    yield "page", _method(f"async def page(self, {PAGING}) -> Page[{row}]", "A page of rows.")
    yield "every_row", _method(f"def every_row(self) -> AsyncIterator[{row}]", "All rows.")


def _of_queries(
    entity: Entity, compiled: tuple[CompiledQuery, ...], imports: ImportSet
) -> Iterator[tuple[str, str]]:
    row = entity_class(entity.name)
    for query in compiled:
        parameters = [(one.name, *parameter_annotation(one)) for one in query.code.parameters]
        imports.add_all(needed for _, _, needed in parameters if needed)
        name = function_name(query.query.name)
        listed = ", ".join(["self", *(f"{one}: {text}" for one, text, _ in parameters)])
        yield (
            name,
            _method(
                f"async def {name}({listed}, {PAGING}) -> Page[{row}]",
                "A page of the rows of the query.",
            ),
        )
        yield (
            f"every_{name}",
            _method(
                f"def every_{name}({listed}) -> AsyncIterator[{row}]", "All rows of the query."
            ),
        )


def _method(signature: str, promise: str) -> str:
    return f'{signature}:\n        """{promise}"""\n'
