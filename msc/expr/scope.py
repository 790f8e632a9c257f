"""What an expression may refer to."""

from dataclasses import dataclass, field

from msc.ir.expressions import (
    EnumValue,
    ListValue,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

type Named = tuple[tuple[str, ValueType], ...]

COMMON_FIELDS: Named = (
    ("id", ScalarValue(ScalarKind.UUID)),
    ("created_at", ScalarValue(ScalarKind.TIMESTAMP)),
    ("updated_at", ScalarValue(ScalarKind.TIMESTAMP)),
)


@dataclass(frozen=True, slots=True)
class Entities:
    """The fields of every entity, besides those that all rows have."""

    fields: tuple[tuple[str, Named], ...]
    index: dict[str, dict[str, ValueType]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {name: dict((*COMMON_FIELDS, *fields)) for name, fields in self.fields}
        object.__setattr__(self, "index", index)


@dataclass(frozen=True, slots=True)
class Scope:
    """Entities and the variables of one place. `now` and `today` are always there."""

    entities: Entities
    variables: Named

    def with_variables(self, *more: tuple[str, ValueType]) -> "Scope":
        """The scope of a place further in."""
        return Scope(self.entities, (*self.variables, *more))


ALWAYS: Named = (
    ("now", ScalarValue(ScalarKind.TIMESTAMP)),
    ("today", ScalarValue(ScalarKind.DATE)),
)


def fields_of(type_: ValueType, entities: Entities) -> dict[str, ValueType]:
    """The names that can follow a dot after a value of this type."""
    match type_:
        case RowValue(entity):
            return entities.index[entity]
        case RecordValue(fields):
            return dict(fields)
        case _:
            return {}


def is_optional(type_: ValueType) -> bool:
    """Whether a value of this type may be null."""
    match type_:
        case ScalarValue(kind, optional):
            return optional or kind is ScalarKind.NULL
        case EnumValue(optional=optional) | RowValue(optional=optional):
            return optional
        case _:
            return False


def describe(type_: ValueType) -> str:
    """What a reader calls the type."""
    match type_:
        case ScalarValue(kind, optional):
            return f"{kind} or null" if optional else str(kind)
        case EnumValue(name, _, optional):
            return f"{name} or null" if optional else name
        case RowValue(entity, optional):
            return f"a row of {entity}" + (" or null" if optional else "")
        case ListValue(item):
            return f"a list of {describe(item)}"
        case RecordValue():
            return "a record"
