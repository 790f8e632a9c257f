"""Query parameters -> a filter, an order and a position; every name is checked."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pymongo import ASCENDING, DESCENDING

from shared.inputs import INTEGER
from shared.paging import DEFAULT_LIMIT, MAX_LIMIT
from shared.problems import NotValid
from src.repositories.resource import Resource

MAX_OFFSET = 1_000_000
PAGING = frozenset({"sort", "limit", "cursor", "offset", "total"})
TESTS = {"": "$eq", "gte": "$gte", "lte": "$lte"}
TIMESTAMP = TypeAdapter(datetime)
# The whole numbers that MongoDB holds.
Long = Annotated[int, Field(ge=-(1 << 63), lt=1 << 63)]
LONG = TypeAdapter(Long)
# An object would be an operator of the database.
CURSOR = TypeAdapter(tuple[str | bool | Long | None, str])

type Filter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents, in which order, from where on."""

    filters: Filter
    sort: str
    descending: bool
    position: Filter | None
    limit: int
    offset: int
    total: bool

    @property
    def order(self) -> list[tuple[str, int]]:
        """The sort order, with the identifier as the tie-breaker."""
        direction = DESCENDING if self.descending else ASCENDING
        return [(self.sort, direction), ("_id", direction)]


def selection(resource: Resource, query: Mapping[str, str]) -> Selection:
    """The selection that the parameters describe; raises a problem for invalid ones."""
    key = query.get("sort", "created_at")
    sort, descending = key.removeprefix("-"), key.startswith("-")
    _require_order(resource, sort)
    cursor = query.get("cursor")
    return Selection(
        filters=filters(resource, query),
        sort=sort,
        descending=descending,
        position=_position(resource, sort, cursor, descending=descending) if cursor else None,
        limit=_number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
        offset=_number(query, "offset", 0, 0, MAX_OFFSET),
        total=query.get("total") == "true",
    )


def filters(resource: Resource, query: Mapping[str, str]) -> Filter:
    """The filters among the parameters; several tests of one field must all hold."""
    conditions: dict[str, Filter] = {}
    for key, text in query.items():
        if key in PAGING:
            continue
        name, test = key.rsplit("__", 1) if "__" in key else (key, "")
        if name not in {*resource.fields, "id", "created_at"}:
            raise invalid(name, f"{resource.name} has no such field")
        field = "_id" if name == "id" else name
        if test == "in":
            values = [_value(resource, name, item) for item in text.split(",")]
            conditions.setdefault(field, {})["$in"] = values
        elif test in TESTS:
            conditions.setdefault(field, {})[TESTS[test]] = _value(resource, name, text)
        else:
            raise invalid(key, "this test is not known")
    return dict(conditions)


def schema_of(resource: Resource, name: str) -> dict[str, Any]:
    """The JSON schema of the values that a field is compared with."""
    if _is_timestamp(resource, name):
        return TIMESTAMP.json_schema()
    if "long" in _kinds(resource, name):
        return LONG.json_schema()
    return {"type": "boolean" if "bool" in _kinds(resource, name) else "string"}


def _is_timestamp(resource: Resource, name: str) -> bool:
    return name == "created_at" or name in resource.timestamps


def _kinds(resource: Resource, name: str) -> str | list[str]:
    kinds: str | list[str] = resource.properties.get(name, {}).get("bsonType", "")
    return kinds


def _value(resource: Resource, name: str, text: str) -> Any:
    if _is_timestamp(resource, name):
        try:
            timestamp = TIMESTAMP.validate_strings(text)
        except ValidationError:
            raise invalid(name, "expected a timestamp") from None
        return timestamp.replace(tzinfo=UTC) if timestamp.tzinfo is None else timestamp
    kinds = _kinds(resource, name)
    if "long" in kinds:
        try:
            return LONG.validate_strings(text)
        except ValidationError:
            raise invalid(name, "this is no whole number that a document holds") from None
    return text == "true" if "bool" in kinds else text


def _require_order(resource: Resource, name: str) -> None:
    if name not in {*resource.fields, "created_at"}:
        raise invalid("sort", f"{resource.name} has no such field")
    if "object" in resource.properties.get(name, {}).get("bsonType", ()):
        raise invalid("sort", f"{name} holds objects, which have no order")


def _position(resource: Resource, sort: str, cursor: str, *, descending: bool) -> Filter:
    last, identifier = _decode(cursor)
    if last is None and sort in {*resource.required, "created_at"}:
        raise invalid("cursor", "it belongs to another order")
    if isinstance(last, str):
        last = _value(resource, sort, last)
    beyond = "$lt" if descending else "$gt"
    further: list[Filter] = [{sort: last, "_id": {beyond: identifier}}]
    # To the database a document without a value comes before all others.
    if last is not None:
        further.append({sort: {beyond: last}})
    if (last is None) is not descending:
        further.append({sort: None if descending else {"$ne": None}})
    return {"$or": further}


def _decode(cursor: str) -> tuple[str | int | None, str]:
    try:
        return CURSOR.validate_json(base64.urlsafe_b64decode(cursor.encode()), strict=True)
    # Of both: what is not base64, and what is not a position.
    except ValueError:
        raise invalid("cursor", "Invalid cursor") from None


def cursor_of(chosen: Selection, document: Mapping[str, Any]) -> str:
    """The position behind a document."""
    value = document[chosen.sort]
    last = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([last, document["_id"]]).encode()).decode()


def _number(query: Mapping[str, str], key: str, default: int, low: int, high: int) -> int:
    text = query.get(key)
    if text is None:
        return default
    if not INTEGER.fullmatch(text) or not low <= int(text) <= high:
        raise invalid(key, f"it is a number from {low} to {high}")
    return int(text)


def invalid(field: str, message: str) -> NotValid:
    """A parameter that is not valid."""
    return NotValid([{"field": f"query.{field}", "message": message}])
