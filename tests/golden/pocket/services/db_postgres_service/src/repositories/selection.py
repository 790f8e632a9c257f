"""Query parameters -> conditions, order and position; every name is checked against the model."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, and_, case, false, literal, or_, tuple_

from shared.inputs import (
    HIGHEST,
    INTEGER,
    LOWEST,
    BooleanText,
    Day,
    DecimalText,
    IntegerText,
    TimestampText,
    any_lines,
)
from shared.paging import DEFAULT_LIMIT, MAX_LIMIT
from shared.problems import NotValid
from shared.unit_of_work import wire_value
from src.repositories.resource import Resource

# What people may filter by is bounded like what they may store.
INPUTS: dict[type, Any] = {
    bool: BooleanText,
    date: Day,
    datetime: TimestampText,
    Decimal: DecimalText,
    int: Annotated[IntegerText, Field(ge=LOWEST, le=HIGHEST)],
    str: Annotated[str, any_lines],
}
MAX_OFFSET = 1_000_000
PAGING = frozenset({"sort", "limit", "cursor", "offset", "total"})
TESTS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "": lambda column, value: column == value,
    "gte": lambda column, value: column >= value,
    "lte": lambda column, value: column <= value,
}


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by; rows without a value come last, in both directions.

    The words of a list have the order in which they are declared.
    """

    name: str
    column: Any
    descending: bool

    @property
    def clause(self) -> ColumnElement[Any]:
        """The sort keys of rows."""
        directed = self._ranked.desc() if self.descending else self._ranked.asc()
        # An index serves both directions unless the place of null is named.
        return directed.nulls_last() if self._is_optional else directed  # type: ignore[no-any-return]

    @property
    def is_plain(self) -> bool:
        """Whether the values themselves have the order of the rows."""
        return not (self.words or self._is_optional)

    def is_at(self, value: Any) -> ColumnElement[bool]:
        """Whether a row has the value."""
        if value is None:
            return self.column.is_(None)  # type: ignore[no-any-return]
        return self.column == self._bound(value)  # type: ignore[no-any-return]

    def is_beyond(self, value: Any) -> ColumnElement[bool]:
        """Whether a row comes after those with the value."""
        if value is None:
            return false()
        bound = literal(self.words.index(value)) if self.words else self._bound(value)
        beyond = self._ranked < bound if self.descending else self._ranked > bound
        return or_(beyond, self.column.is_(None)) if self._is_optional else beyond

    @property
    def words(self) -> tuple[str, ...]:
        """The list that the values are words of, if there is one."""
        words: tuple[str, ...] = self.column.property.columns[0].info.get("words", ())
        return words

    @property
    def _ranked(self) -> Any:
        ranks = {word: rank for rank, word in enumerate(self.words)}
        return case(ranks, value=self.column) if ranks else self.column

    @property
    def _is_optional(self) -> bool:
        return bool(self.column.property.columns[0].nullable)

    def _bound(self, value: Any) -> ColumnElement[Any]:
        # Beside a plain truth value, SQLAlchemy takes no comparison but equality.
        return literal(value, self.column.type)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows, in which order, from where on."""

    conditions: tuple[ColumnElement[bool], ...]
    order: tuple[Order, ...]
    position: ColumnElement[bool] | None
    limit: int
    offset: int
    total: bool


def selection(resource: Resource, query: Mapping[str, str]) -> Selection:
    """The selection that the parameters describe; raises a problem for invalid ones."""
    order = _order(resource, query.get("sort", "created_at"))
    cursor = query.get("cursor")
    return Selection(
        conditions=conditions(resource, query),
        order=order,
        position=_position(order, cursor) if cursor else None,
        limit=_number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
        offset=_number(query, "offset", 0, 0, MAX_OFFSET),
        total=query.get("total") == "true",
    )


def conditions(resource: Resource, query: Mapping[str, str]) -> tuple[ColumnElement[bool], ...]:
    """The filters among the parameters."""
    return tuple(
        _condition(resource, key, text) for key, text in query.items() if key not in PAGING
    )


def _condition(resource: Resource, key: str, text: str) -> ColumnElement[bool]:
    name, test = key.rsplit("__", 1) if "__" in key else (key, "")
    column = _column(resource, name)
    if test == "in":
        values = [_value(column, name, item) for item in text.split(",")]
        return column.in_(values)  # type: ignore[no-any-return]
    if test not in TESTS:
        raise invalid(key, "this test is not known")
    # Beside a plain truth value, SQLAlchemy takes no comparison but equality.
    return TESTS[test](column, literal(_value(column, name, text), column.type))


def _column(resource: Resource, name: str) -> Any:
    known = resource.model.__mapper__.columns
    if name not in known or name in resource.hidden:
        raise invalid(name, f"{resource.name} has no such field")
    return getattr(resource.model, name)


def input_of(column: Any) -> Any:
    """The type of the values that a column is compared with."""
    kind = column.type.python_type
    return INPUTS.get(kind, kind)


def _value(column: Any, name: str, text: str) -> Any:
    try:
        value = TypeAdapter(input_of(column)).validate_python(text)
    except ValidationError:
        raise invalid(name, "the value does not fit the field") from None
    return value


def _order(resource: Resource, text: str) -> tuple[Order, ...]:
    orders = []
    for key in text.split(","):
        name = key.removeprefix("-")
        orders.append(Order(name, _column(resource, name), key.startswith("-")))
    if all(order.name != "id" for order in orders):
        # Rows that are equal so far are told apart by their identifier.
        orders.append(Order("id", resource.model.id, orders[-1].descending))
    return tuple(orders)


def _position(order: tuple[Order, ...], cursor: str) -> ColumnElement[bool]:
    values = _decode(cursor)
    if len(values) != len(order):
        raise invalid("cursor", "it belongs to another order")
    parsed = [_held(part, text) for part, text in zip(order, values, strict=True)]
    descending = {part.descending for part in order}
    if len(descending) == 1 and all(part.is_plain for part in order):
        return _row_beyond(order, parsed)
    steps = []
    for index, part in enumerate(order):
        equal = [one.is_at(parsed[at]) for at, one in enumerate(order[:index])]
        steps.append(and_(*equal, part.is_beyond(parsed[index])))
    return or_(*steps)


def _row_beyond(order: tuple[Order, ...], values: list[Any]) -> ColumnElement[bool]:
    """Whether a row comes after the position; an index begins to read there."""
    columns = tuple_(*(part.column for part in order))
    position = tuple_(
        *(literal(value, part.column.type) for part, value in zip(order, values, strict=True))
    )
    return columns < position if order[0].descending else columns > position


def _held(order: Order, text: str | None) -> Any:
    """The value that a row at a position has."""
    if text is None:
        return None
    if order.words and text not in order.words:
        raise invalid("cursor", "Invalid cursor")
    return _value(order.column, "cursor", text)


def cursor_of(order: tuple[Order, ...], entity: object) -> str:
    """The position behind a row."""
    held = (wire_value(getattr(entity, part.name)) for part in order)
    values = [None if value is None else _shown(value) for value in held]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _decode(cursor: str) -> list[str | None]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        raise invalid("cursor", "Invalid cursor") from None
    if not isinstance(values, list) or not all(
        value is None or isinstance(value, str) for value in values
    ):
        raise invalid("cursor", "Invalid cursor")
    return values


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
