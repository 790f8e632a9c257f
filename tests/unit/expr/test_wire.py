"""The bytes of checked expressions, held against protobuf with the published field numbers."""

from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.environment import environment
from msc.expr.wire import (
    MalformedError,
    Raw,
    RawCall,
    RawConstant,
    RawList,
    RawMacro,
    RawName,
    RawOther,
    RawSelect,
    decode,
)
from tests.property.expressions.model import SCOPE

FAST = settings(max_examples=200, deadline=None, derandomize=True)
# As in cel/expr/syntax.proto and checked.proto; a name in capitals is a message, `*` is repeated.
PUBLISHED = {
    "Any": "type_url:string:1 value:bytes:2",
    "CheckedExpr": "expr:Expr:4",
    "Expr": "id:int64:2 const_expr:Constant:3 ident_expr:Ident:4 select_expr:Select:5 "
    "call_expr:Call:6 list_expr:CreateList:7",
    "Constant": "null_value:int64:1 bool_value:bool:2 int64_value:int64:3 uint64_value:uint64:4 "
    "double_value:double:5 string_value:string:6 bytes_value:bytes:7",
    "Ident": "name:string:1",
    "Select": "operand:Expr:1 field:string:2 test_only:bool:3",
    "Call": "target:Expr:1 function:string:2 args:*Expr:3",
    "CreateList": "elements:*Expr:1",
}
TYPES = {"double": 1, "int64": 3, "uint64": 4, "bool": 8, "string": 9, "bytes": 12}


@cache
def messages() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="cel.proto", package="cel", syntax="proto3")
    for name, fields in PUBLISHED.items():
        message = file.message_type.add(name=name)
        for each in fields.split():
            field, kind, number = each.split(":")
            added = message.field.add(name=field, number=int(number), label=1)
            if kind.startswith("*"):
                added.label = 3
            kind = kind.lstrip("*")
            added.type = TYPES.get(kind, 11)
            if kind not in TYPES:
                added.type_name = f".cel.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"cel.{name}"))
        for name in PUBLISHED
    }


def message(raw: Raw) -> Any:
    """The message of a tree, with an identifier as the library gives to every node."""
    made = messages()["Expr"](id=1 << 40)
    match raw:
        case RawConstant(None):
            made.const_expr.null_value = 0
            made.const_expr.SetInParent()
        case RawConstant(bool(value)):
            made.const_expr.bool_value = value
        case RawConstant(int(value)):
            made.const_expr.int64_value = value
        case RawConstant(str(value), True):
            made.const_expr.double_value = float(value)
        case RawConstant(str(value)):
            made.const_expr.string_value = value
        case RawName(name):
            made.ident_expr.name = name
        case RawSelect(operand, field, test_only):
            made.select_expr.operand.CopyFrom(message(operand))
            made.select_expr.field, made.select_expr.test_only = field, test_only
        case RawCall(function, target, arguments):
            made.call_expr.function = function
            made.call_expr.args.extend(map(message, arguments))
            if target is not None:
                made.call_expr.target.CopyFrom(message(target))
        case RawList(items):
            made.list_expr.SetInParent()
            made.list_expr.elements.extend(map(message, items))
    return made


def serialized(raw: Raw) -> bytes:
    checked = messages()["CheckedExpr"](expr=message(raw))
    return messages()["Any"](type_url="t", value=checked.SerializeToString()).SerializeToString()


# Zero values are not written to the wire, so they have no kind there.
CONSTANTS = st.one_of(
    st.just(RawConstant(None)),
    st.just(RawConstant(True)),
    st.integers(-(2**63), 2**63 - 1).filter(bool).map(RawConstant),
    st.text(min_size=1).map(RawConstant),
    st.floats(allow_nan=False, allow_infinity=False)
    .filter(bool)
    .map(lambda value: RawConstant(repr(value), is_decimal=True)),
)
NAMES = st.text("abc_", min_size=1)
TREES = st.recursive(
    CONSTANTS | NAMES.map(RawName),
    lambda inner: st.one_of(
        st.builds(RawSelect, inner, NAMES, st.booleans()),
        st.builds(RawCall, NAMES, st.none() | inner, st.lists(inner, max_size=3).map(tuple)),
        st.lists(inner, max_size=3).map(lambda items: RawList(tuple(items))),
    ),
    max_leaves=12,
)


@FAST
@given(TREES)
def test_what_protobuf_writes_is_read(raw: Raw) -> None:
    assert decode(serialized(raw)) == raw


@FAST
@given(TREES, st.data())
def test_what_is_cut_short_is_an_error_of_ours(raw: Raw, data: st.DataObject) -> None:
    whole = serialized(raw)
    with pytest.raises(MalformedError):
        decode(whole[: data.draw(st.integers(3, len(whole) - 1))])


@FAST
@given(st.binary(max_size=60))
def test_other_bytes_are_read_or_refused(data: bytes) -> None:
    for each in (data, messages()["Any"](type_url="t", value=data).SerializeToString()):
        try:
            decode(each)
        except MalformedError:
            continue


def test_what_is_nested_too_deeply_is_an_error_of_ours() -> None:
    data = b""
    for _ in range(5000):
        data = bytes((0x0A, *_varint(len(data)))) + data
        data = bytes((0x2A, *_varint(len(data)))) + data
    checked = bytes((0x22, *_varint(len(data)))) + data
    with pytest.raises(MalformedError, match="deeply"):
        decode(bytes((0x12, *_varint(len(checked)))) + checked)


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    return bytes((*made, number))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("people.filter(p, p.a_bool) == people", "filter"),
        ("people.exists(p, p.a_bool)", "exists"),
        ("people.all(p, p.a_bool)", "all"),
        ("people.exists_one(p, p.a_bool)", "exists_one"),
        ("people.map(p, p.a_bool) == []", "map"),
    ],
)
def test_a_macro_is_told_by_its_shape(text: str, kind: str) -> None:
    found = decode(bytes(environment(text, SCOPE).compile(text).serialize()))
    macro = found.arguments[0] if isinstance(found, RawCall) else found
    assert isinstance(macro, RawMacro)
    assert (macro.kind, macro.range, macro.variable) == (kind, RawName("people"), "p")
    assert macro.body == RawSelect(RawName("p"), "a_bool", test_only=False)


def test_a_macro_of_another_form_is_named() -> None:
    text = "people.map(p, p.a_bool, p.a_int) == []"
    found = decode(bytes(environment(text, SCOPE).compile(text).serialize()))
    assert isinstance(found, RawCall)
    assert found.arguments[0] == RawOther("this form of a macro")


def test_the_library_ships_no_descriptors() -> None:
    """If it does one day, reading by hand has lost its reason."""
    for name in ("cel.expr.checked_pb2", "cel_expr_python.checked_pb2", "cel.expr"):
        try:
            found = find_spec(name)
        except ModuleNotFoundError:
            continue
        assert found is None, name
    with pytest.raises(KeyError):
        descriptor_pool.Default().FindMessageTypeByName("cel.expr.CheckedExpr")
