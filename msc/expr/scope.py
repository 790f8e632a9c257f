"""The names that an expression may use."""

import re
from collections import ChainMap
from functools import cached_property

from msc.core.record import Record, field, replace
from msc.ir.expressions import (
    EnumValue,
    ListValue,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

type Named = tuple[tuple[str, ValueType], ...]

COMMON_FIELDS: Named = (
    ("id", ScalarValue(ScalarKind.UUID)),
    ("created_at", ScalarValue(ScalarKind.TIMESTAMP)),
    ("updated_at", ScalarValue(ScalarKind.TIMESTAMP)),
)


# Compared by identity: expressions of one system share one value, and are looked up by it.
class Entities(Record, eq=False, dict=True):
    """The fields of every entity, without those that all rows have.

    `collections` maps names to the entities whose rows can be listed; `documents` maps names to
    those whose rows cannot. Moments read as texts in
    the system's `time_zone`. `secrets` are fields that no expression reads.
    """

    fields: tuple[tuple[str, Named], ...]
    collections: dict[str, ValueType] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    time_zone: str = "UTC"
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def index(self) -> dict[str, dict[str, ValueType]]:
        """The types of all fields of all entities, including those that all rows have."""
        return {name: dict((*COMMON_FIELDS, *fields)) for name, fields in self.fields}

    def collection(self, entity: str) -> str | None:
        """The collection of the entity, if its rows can be listed."""
        rows = ListValue(RowValue(entity), stored=True)
        return next((name for name, type_ in self.collections.items() if type_ == rows), None)


ALWAYS: dict[str, ValueType] = {
    "now": ScalarValue(ScalarKind.TIMESTAMP),
    "today": ScalarValue(ScalarKind.DATE),
}


class Scope(Record):
    """Entities and the variables of one place. `now` and `today` are always available.

    `lost` holds inputs of unknown type, which are reported at their declarations; `unnamed` maps
    entities to steps that produce such rows but have no `as`.
    """

    entities: Entities
    variables: Named
    has_collections: bool = False
    lost: frozenset[str] = frozenset()
    unnamed: tuple[tuple[str, str], ...] = ()

    def with_variables(self, *more: tuple[str, ValueType]) -> "Scope":
        """The scope of a nested place."""
        return replace(self, variables=(*self.variables, *more))

    def visible(self) -> "ChainMap[str, ValueType]":
        """The names that start an expression in this scope; later ones shadow earlier ones."""
        collections = self.entities.collections if self.has_collections else {}
        return ChainMap(dict(self.variables), collections, ALWAYS)

    def mentioned(self, text: str) -> dict[str, ValueType]:
        """The visible names that occur in a text; a large system has thousands of others."""
        variables = dict(self.variables)
        collections = self.entities.collections if self.has_collections else {}
        return {
            word: places[word]
            for word in sorted(set(WORD.findall(text)))
            for places in (variables, collections, ALWAYS)
            if word in places
            and (places is variables or word not in variables)
            and (places is not ALWAYS or word not in collections)
        }


def fields_of(type_: ValueType, entities: Entities) -> dict[str, ValueType]:
    """The fields of a value of this type."""
    match type_:
        case RowValue(entity):
            return entities.index[entity]
        case RecordValue(fields):
            return dict(fields)
        case _:
            return {}


def reachable(entities: Entities, types: list[ValueType]) -> set[str]:
    """The entities whose rows are reachable from values of these types."""
    names: set[str] = set()
    rest = list(types)
    while rest:
        type_ = rest.pop()
        if isinstance(type_, ListValue):
            rest.append(type_.item)
        elif isinstance(type_, RowValue) and type_.entity not in names:
            names.add(type_.entity)
            rest.extend(fields_of(type_, entities).values())
    return names


def is_optional(type_: ValueType) -> bool:
    """Whether a value of this type may be null."""
    match type_:
        case ScalarValue(kind, optional):
            return optional or kind is ScalarKind.NULL
        case EnumValue(optional=optional) | RowValue(optional=optional):
            return optional
        case _:
            return False


WORDS = {
    ScalarKind.BOOL: "a boolean", ScalarKind.INT: "an integer", ScalarKind.DECIMAL: "a decimal",
    ScalarKind.STRING: "a string", ScalarKind.UUID: "a uuid", ScalarKind.DATE: "a date",
    ScalarKind.TIMESTAMP: "a datetime", ScalarKind.DURATION: "a duration", ScalarKind.JSON: "json",
    ScalarKind.NULL: "null",
}  # fmt: skip
"""The words of the language for types, which fields and messages share."""


def describe(type_: ValueType) -> str:
    """The type in the reader's terms."""
    match type_:
        case ScalarValue(kind, optional):
            return WORDS[kind] + (" or null" if optional else "")
        case EnumValue(name, _, optional):
            return f"a `{name}`" + (" or null" if optional else "")
        case RowValue(entity, optional):
            return f"a row of `{entity}`" + (" or null" if optional else "")
        case ListValue(RowValue(entity)):
            return f"a list of rows of `{entity}`"
        case ListValue():
            return "a list"
        case RecordValue():
            return "a record"


def assignable(value: ValueType, target: ValueType) -> bool:
    """Whether a value of one type can be stored where the other is expected."""
    if value == ScalarValue(ScalarKind.NULL):
        return is_optional(target)
    if is_optional(value) and not is_optional(target):
        return False
    match value, target:
        case RowValue(one), RowValue(other):
            return one == other
        case EnumValue(_, one), EnumValue(_, other):
            return set(one) <= set(other)
        case EnumValue(), ScalarValue(ScalarKind.STRING):
            return True
        case ScalarValue(ScalarKind.STRING), EnumValue():
            return True
        case ScalarValue(ScalarKind.INT), ScalarValue(ScalarKind.DECIMAL):
            return True
        case ScalarValue(one_kind), ScalarValue(other_kind):
            # A text need not be an identifier, but every identifier has a text.
            return one_kind == other_kind or (one_kind, other_kind) == (
                ScalarKind.UUID,
                ScalarKind.STRING,
            )
        case ListValue(one_item), ListValue(other_item):
            return assignable(one_item, other_item)
        case RecordValue(), RecordValue():
            return value == target
        case _:
            return False
