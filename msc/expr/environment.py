"""The CEL environment of a scope: entities as message types, records as dotted variables."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msc.expr.scope import ALWAYS, Entities, Scope
from msc.ir.expressions import (
    EnumValue,
    ListValue,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

if TYPE_CHECKING:
    from google.protobuf.descriptor_pool import DescriptorPool

PACKAGE = "msc"
WELL_KNOWN = ("timestamp", "duration", "wrappers", "struct")
MESSAGE, STRING, DOUBLE, INT64, BOOL = 11, 9, 1, 3, 8
PLAIN = {
    ScalarKind.BOOL: (BOOL, "BoolValue"),
    ScalarKind.INT: (INT64, "Int64Value"),
    ScalarKind.DECIMAL: (DOUBLE, "DoubleValue"),
    ScalarKind.STRING: (STRING, "StringValue"),
    ScalarKind.UUID: (STRING, "StringValue"),
}
MESSAGES = {
    ScalarKind.TIMESTAMP: "Timestamp",
    # CEL has no calendar days: they are timestamps to the checker, and kept apart by us afterwards.
    ScalarKind.DATE: "Timestamp",
    ScalarKind.DURATION: "Duration",
    ScalarKind.JSON: "Struct",
}


def new_environment(scope: Scope) -> Any:
    """A `cel.Env` for the scope; the descriptor pool is shared by all scopes of one system."""
    from cel_expr_python import cel

    variables = dict(_variables((*ALWAYS, *scope.variables)))
    return cel.NewEnv(pool(scope.entities), variables=variables, functions=_functions())


def _variables(named: tuple[tuple[str, ValueType], ...]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, type_ in named:
        if isinstance(type_, RecordValue):
            found.extend((f"{name}.{field}", cel_type(inner)) for field, inner in type_.fields)
        else:
            found.append((name, cel_type(type_)))
    return found


def cel_type(type_: ValueType) -> Any:
    """The checker's type; whether a value may be null is kept by wrapper types."""
    from cel_expr_python import cel

    match type_:
        case RowValue(entity):
            return cel.Type(f"{PACKAGE}.{entity}")
        case ListValue(item):
            return cel.Type.List(cel_type(item))
        case EnumValue(optional=optional):
            return cel_type(ScalarValue(ScalarKind.STRING, optional))
        case ScalarValue(kind, optional) if kind in PLAIN:
            if optional:
                return cel.Type(f"google.protobuf.{PLAIN[kind][1]}")
            return getattr(
                cel.Type, {8: "BOOL", 3: "INT", 1: "DOUBLE", 9: "STRING"}[PLAIN[kind][0]]
            )
        case ScalarValue(kind) if kind in MESSAGES:
            return cel.Type(f"google.protobuf.{MESSAGES[kind]}")
        case _:
            return cel.Type.NULL


@lru_cache(maxsize=1)
def _functions() -> list[Any]:
    from cel_expr_python import cel

    type_ = cel.Type
    declared = [
        ("days", type_.DURATION, [type_.INT], False),
        ("hours", type_.DURATION, [type_.INT], False),
        ("minutes", type_.DURATION, [type_.INT], False),
        ("sum", type_.DOUBLE, [type_.List(type_.DOUBLE)], True),
    ]
    return [
        cel.FunctionDecl(name, [cel.Overload(f"msc_{name}", result, parameters, member)])
        for name, result, parameters, member in declared
    ]


def pool(entities: Entities) -> "DescriptorPool":
    """Message types for the entities, made once for each value of `entities`."""
    return _pool(entities)


@lru_cache(maxsize=8)
def _pool(entities: Entities) -> "DescriptorPool":
    from google.protobuf import (
        descriptor_pb2,
        descriptor_pool,
        duration_pb2,
        struct_pb2,
        timestamp_pb2,
        wrappers_pb2,
    )

    made = descriptor_pool.DescriptorPool()
    for module in (timestamp_pb2, duration_pb2, wrappers_pb2, struct_pb2):
        file = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(file)
        made.Add(file)
    dependencies = [f"google/protobuf/{name}.proto" for name in WELL_KNOWN]
    file = descriptor_pb2.FileDescriptorProto(
        name="msc.proto", package=PACKAGE, syntax="proto3", dependency=dependencies
    )
    for name, fields in entities.index.items():
        message = file.message_type.add(name=name)
        for number, (field, type_) in enumerate(fields.items(), 1):
            kind, type_name = _field_type(type_)
            added = message.field.add(name=field, number=number, type=kind, label=1)
            if type_name:
                added.type_name = type_name
    made.Add(file)
    return made


def _field_type(type_: ValueType) -> tuple[Any, str | None]:
    match type_:
        case RowValue(entity):
            return MESSAGE, f".{PACKAGE}.{entity}"
        case EnumValue(optional=optional):
            return _field_type(ScalarValue(ScalarKind.STRING, optional))
        case ScalarValue(kind, optional) if kind in PLAIN:
            plain, wrapper = PLAIN[kind]
            return (MESSAGE, f".google.protobuf.{wrapper}") if optional else (plain, None)
        case ScalarValue(kind) if kind in MESSAGES:
            return MESSAGE, f".google.protobuf.{MESSAGES[kind]}"
        case _:
            raise AssertionError(f"no field of an entity holds {type_}")
