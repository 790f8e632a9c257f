"""The parameters of lists, for the OpenAPI document: their names follow from the model."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter

from shared.paging import DEFAULT_LIMIT, MAX_LIMIT
from src.repositories.resource import Resource
from src.repositories.selection import MAX_OFFSET, TESTS, input_of

type Schema = dict[str, Any]

PAGING: dict[str, Schema] = {
    "sort": {"type": "string", "default": "created_at"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "cursor": {"type": "string"},
    "offset": {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
    "total": {"type": "boolean", "default": False},
}


def filters_of(resource: Resource) -> Schema:
    """The tests of each field, as a part of an operation."""
    return {"parameters": [_parameter(name, schema) for name, schema in _filters(resource)]}


def parameters_of(resource: Resource, own: type[BaseModel] | None = None) -> Schema:
    """The parameters of a page; a query has its own besides, which come first."""
    schemas = dict(_filters(resource)) | PAGING
    listed = [_parameter(name, schema) for name, schema in schemas.items()]
    if own is None:
        return {"parameters": listed}
    required = [
        _parameter(name, TypeAdapter(field.annotation).json_schema(), field.is_required())
        for name, field in own.model_fields.items()
    ]
    others = [parameter for parameter in listed if parameter["name"] not in own.model_fields]
    return {"parameters": [*required, *others]}


def _filters(resource: Resource) -> Iterator[tuple[str, Schema]]:
    for name, column in resource.model.__mapper__.columns.items():
        if name in resource.hidden:
            continue
        schema = TypeAdapter(input_of(column)).json_schema()
        for test in TESTS:
            yield f"{name}__{test}" if test else name, schema
        yield f"{name}__in", {"type": "string"}


def _parameter(name: str, schema: Schema, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "schema": schema}
