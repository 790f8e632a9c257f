"""The CEL environment of a scope: entities as message types, records as dotted variables."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import (
    descriptor_pb2,
    descriptor_pool,
    duration_pb2,
    struct_pb2,
    timestamp_pb2,
    wrappers_pb2,
)

from msc.core.record import replace
from msc.expr.scope import WORD, Entities, Named, Scope, reachable
from msc.expr.words import NULLS
from msc.ir.expressions import (
    EnumValue,
    ListValue,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

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
KINDS_OF_CEL = {
    "bool": ScalarValue(ScalarKind.BOOL), "double": ScalarValue(ScalarKind.DECIMAL),
    "int": ScalarValue(ScalarKind.INT), "string": ScalarValue(ScalarKind.STRING),
}  # fmt: skip
MESSAGES = {
    ScalarKind.TIMESTAMP: "Timestamp",
    # CEL has no calendar days: they are timestamps to the checker, and kept apart by us afterwards.
    ScalarKind.DATE: "Timestamp",
    ScalarKind.DURATION: "Duration",
    ScalarKind.JSON: "Struct",
}


def environment(text: str, scope: Scope) -> Any:
    """A `cel.Env` that declares only the names of the scope that this text mentions.

    CEL's set-up cost grows with each declaration and message type, so environments for the whole
    system would make checking quadratic. Small environments are also shared by more expressions.
    """
    return _environment(scope.entities, tuple(_declared(text, scope)))


@lru_cache(maxsize=256)
def _environment(entities: Entities, variables: Named) -> Any:
    reached = reachable(entities, [type_ for _, type_ in variables])
    return cel.NewEnv(
        _pool(entities, tuple(sorted(reached))),
        variables={name: cel_type(type_) for name, type_ in variables},
        functions=_functions(),
    )


def _declared(text: str, scope: Scope) -> Iterator[tuple[str, ValueType]]:
    """Variables; each field of a record becomes one with a dotted name."""
    words = set(WORD.findall(text))
    for name, type_ in scope.mentioned(text).items():
        if isinstance(type_, RecordValue):
            yield from ((f"{name}.{field}", inner) for field, inner in type_.fields
                        if field in words)  # fmt: skip
        else:
            yield name, type_


def cel_type(type_: ValueType) -> Any:
    """The checker's type; a nullable value becomes a wrapper type."""
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
        case ScalarValue(ScalarKind.JSON, True):
            # An object cannot be compared with null; what may be anything can.
            return cel.Type.DYN
        case ScalarValue(kind) if kind in MESSAGES:
            return cel.Type(f"google.protobuf.{MESSAGES[kind]}")
        case _:
            return cel.Type.NULL


@lru_cache(maxsize=1)
def _functions() -> list[Any]:
    type_ = cel.Type
    declared = [
        ("days", type_.DURATION, [type_.INT], False),
        ("hours", type_.DURATION, [type_.INT], False),
        ("minutes", type_.DURATION, [type_.INT], False),
        ("sum", type_.DOUBLE, [type_.List(type_.DOUBLE)], True),
        ("round", type_.DOUBLE, [type_.DOUBLE, type_.INT], False),
        *((name, cel_type(replace(KINDS_OF_CEL[kind], optional=True)), [], False)
          for kind, name in NULLS.items()),
    ]  # fmt: skip
    return [
        cel.FunctionDecl(name, [cel.Overload(f"msc_{name}", result, parameters, member)])
        for name, result, parameters, member in declared
    ]


@lru_cache(maxsize=32)
def _pool(entities: Entities, names: tuple[str, ...]) -> descriptor_pool.DescriptorPool:
    """Message types of the named entities."""
    pool = descriptor_pool.DescriptorPool()
    for module in (timestamp_pb2, duration_pb2, wrappers_pb2, struct_pb2):
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
    dependencies = [f"google/protobuf/{name}.proto" for name in WELL_KNOWN]
    file = descriptor_pb2.FileDescriptorProto(
        name="msc.proto", package=PACKAGE, syntax="proto3", dependency=dependencies
    )
    for name in names:
        message = file.message_type.add(name=name)
        # No row becomes JSON here, where `ab2` and `ab_2` would be one name.
        message.options.deprecated_legacy_json_field_conflicts = True
        for number, (field, type_) in enumerate(entities.index[name].items(), 1):
            kind, type_name = _field_type(type_)
            added = message.field.add(name=field, number=number, type=kind, label=1)
            if type_name:
                added.type_name = type_name
    pool.Add(file)
    return pool


def _field_type(type_: ValueType) -> tuple[Any, str | None]:
    match type_:
        case RowValue(entity):
            return MESSAGE, f".{PACKAGE}.{entity}"
        case EnumValue(optional=optional):
            return _field_type(ScalarValue(ScalarKind.STRING, optional))
        case ScalarValue(kind, optional) if kind in PLAIN:
            plain, wrapper = PLAIN[kind]
            return (MESSAGE, f".google.protobuf.{wrapper}") if optional else (plain, None)
        case ScalarValue(ScalarKind.JSON, True):
            return MESSAGE, ".google.protobuf.Value"
        case ScalarValue(kind) if kind in MESSAGES:
            return MESSAGE, f".google.protobuf.{MESSAGES[kind]}"
        case _:
            raise AssertionError(f"no field of an entity holds {type_}")
