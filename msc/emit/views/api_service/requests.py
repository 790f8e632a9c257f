"""Operation inputs over HTTP: request bodies, and query parameters of lists."""

from collections.abc import Iterator, Mapping
from functools import partial

from msc.core.record import Record, replace
from msc.emit.views.api_service.endpoints import body_fields, endpoint_names, request_names
from msc.ir.behaviour import Operation
from msc.ir.entities import Entity
from msc.ir.fields import Field
from msc.ir.steps import ListStep
from msc.ir.system import System
from msc.ir.walk import changed_fields
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.shapes.fields import (
    change_annotation,
    filter_annotation,
    input_annotation,
    member,
)
from msc.lower.shapes.keys import input_rooms, within
from msc.lower.shapes.names import attribute
from msc.lower.types.datetime import TIMESTAMP
from msc.spelling.code import element_module, operation_class, query_parameter


class RequestView(Record):
    """An operation's input over HTTP: a body, or the query of a list."""

    module: str
    element: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]
    is_query: bool
    filters: tuple[str, ...]
    sorts: str
    sort: str
    sort_names: str


def request_views(program: Program) -> Iterator[RequestView]:
    """The request of each endpoint, without duplicates."""
    system = program.system
    names = endpoint_names(system)
    requests = request_names(names, system)
    for endpoint, name in names.items():
        if requests[endpoint] != name:
            continue
        inputs = (endpoint.operation, endpoint.path)
        work = partial(_request, name, *inputs)
        request = program.pieces.deferred(RequestView, name, inputs, work)
        if request is not None:
            yield request


def _request(name: str, runs: str, path: str, system: System) -> RequestView | None:
    """The request to an endpoint that runs an operation, if anything is sent."""
    operation = system.operation(runs)
    listed = next((step for step in operation.steps if isinstance(step, ListStep)), None)
    if listed is not None:
        return _query(operation, listed, system.entity(listed.query.entity))
    body = body_fields(operation, path)
    if not body:
        return None
    rooms = input_rooms(operation, system)
    return _body(name, operation, body, changed_fields(operation, system), rooms)


def refuses_null(field: Field, changed: Mapping[str, Field]) -> bool:
    """Whether an input changes a value that every row has: left out, it keeps that value."""
    target = changed.get(field.name)
    return field.optional and target is not None and not target.optional


def _body(
    name: str,
    operation: Operation,
    fields: tuple[Field, ...],
    changed: Mapping[str, Field],
    rooms: Mapping[str, int],
) -> RequestView:
    imports = ImportSet([("shared.values", "Contract")])
    lines = []
    for field in fields:
        annotation = (
            change_annotation(replace(field, optional=False))
            if refuses_null(field, changed)
            else input_annotation(field)
        )
        annotation = within(annotation, rooms.get(field.name))
        line = member(field, annotation, "alias")
        imports.add_all(line.imports)
        lines.append(line.text)
    return RequestView(
        module=element_module(name),
        element=f"operation {operation.name}",
        class_name=f"{operation_class(name)}Body",
        docstring=docstring(f"The body of a request to `{operation.name}`."),
        imports=imports.text,
        fields=tuple(lines),
        is_query=False,
        filters=(),
        sorts="()",
        sort="",
        sort_names="",
    )


def _query(operation: Operation, step: ListStep, entity: Entity) -> RequestView:
    imports = ImportSet([("pydantic", "BaseModel"), ("pydantic", "ConfigDict"),
                         ("pydantic", "Field"), ("src.application.paging", "PageRequest"),
                         ("shared.paging", "MAX_LIMIT"), ("typing", "Literal"),
                         ("shared.inputs", "BooleanText"),
                         ("shared.inputs", "IntegerText")])  # fmt: skip
    lines, filters = [], []
    for name in step.filters:
        field = next((field for field in entity.fields if field.name == name), None)
        text, needed = _filter_type(field)
        imports.add_all(needed)
        tests = ("", "gte", "lte") if field is None or field.type.ranged else ("",)
        for test in tests:
            filters.append(literal(_filter_attribute(field, name, test)))
            lines.append(_filter(field, name, test, text))
    sorts = tuple(word for order in step.sort for word in _directions(order, entity))
    sort, sort_names = _sort(step, entity)
    return RequestView(
        module=element_module(operation.name),
        element=f"operation {operation.name}",
        class_name=f"{operation_class(operation.name)}Query",
        docstring=docstring(f"What the caller of `{operation.name}` may filter, sort and page by."),
        imports=imports.text,
        fields=tuple(lines),
        is_query=True,
        filters=tuple(filters),
        sorts=", ".join(literal(sort) for sort in sorts),
        sort=sort,
        sort_names=sort_names,
    )


def _filter_attribute(field: Field | None, name: str, test: str) -> str:
    """The attribute of a filter; fields that every row has need no translation."""
    own = name if field is None else attribute(field)
    return f"{own}__{test}" if test else own


def _filter(field: Field | None, name: str, test: str, text: str) -> str:
    wire = query_parameter(name if field is None else field.wire_name, test)
    inner = _filter_attribute(field, name, test)
    default = "None" if inner == wire else f"Field(default=None, alias={literal(wire)})"
    return f"{inner}: {text} | None = {default}"


def _sort(step: ListStep, entity: Entity) -> tuple[str, str]:
    """The sort keys of the query, and those whose Python name differs."""
    names = (order.removeprefix("-") for order in step.sort)
    fields = [field for name in names for field in entity.fields if field.name == name]
    pairs = [
        f"{literal(f'{sign}{field.wire_name}')}: {literal(f'{sign}{attribute(field)}')}"
        for field in fields
        if attribute(field) != field.wire_name
        for sign in ("", "-")
    ]
    if not pairs:
        return "self.sort", ""
    return "None if self.sort is None else SORTS.get(self.sort, self.sort)", ", ".join(pairs)


def _directions(key: str, entity: Entity) -> tuple[str, str]:
    name = key.removeprefix("-")
    wire = next((field.wire_name for field in entity.fields if field.name == name), name)
    return wire, f"-{wire}"


def _filter_type(field: Field | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    if field is None:
        return TIMESTAMP
    annotation = filter_annotation(field.type)
    return annotation.text, annotation.imports
