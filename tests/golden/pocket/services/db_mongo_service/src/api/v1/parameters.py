"""The parameters of lists, for the OpenAPI document: their names follow from the collection."""

from collections.abc import Iterator
from typing import Any

from shared.paging import DEFAULT_LIMIT, MAX_LIMIT
from src.repositories.resource import Resource
from src.repositories.selection import MAX_OFFSET, TESTS, schema_of

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
    return _described(dict(_filters(resource)))


def parameters_of(resource: Resource) -> Schema:
    """The same, and the parameters of pages."""
    return _described(dict(_filters(resource)) | PAGING)


def _filters(resource: Resource) -> Iterator[tuple[str, Schema]]:
    for name in ("id", "created_at", *resource.fields):
        for test in TESTS:
            yield f"{name}__{test}" if test else name, schema_of(resource, name)
        yield f"{name}__in", {"type": "string"}


def _described(schemas: dict[str, Schema]) -> Schema:
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in schemas.items()
        ]
    }
