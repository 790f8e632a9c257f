"""The bytes of checked expressions: what protobuf writes, and what the library writes."""

from importlib.util import find_spec
from typing import Any

import pytest
from google.protobuf import descriptor_pool
from google.protobuf.any_pb2 import Any as Packed
from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.check import check
from msc.expr.environment import environment
from msc.expr.messages import CheckedExpr, Expr
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
from msc.ir.expressions import Expression
from tests.property.expressions.model import SCOPE

FAST = settings(max_examples=200, deadline=None, derandomize=True)


def message(raw: Raw) -> Any:
    """The message of a tree, with an identifier as the library gives to every node."""
    node = Expr(id=1 << 40)
    match raw:
        case RawConstant(None):
            node.const_expr.null_value = 0
            node.const_expr.SetInParent()
        case RawConstant(bool(value)):
            node.const_expr.bool_value = value
        case RawConstant(int(value)):
            node.const_expr.int64_value = value
        case RawConstant(str(value), True):
            node.const_expr.double_value = float(value)
        case RawConstant(str(value)):
            node.const_expr.string_value = value
        case RawName(name):
            node.ident_expr.name = name
        case RawSelect(operand, field, test_only):
            node.select_expr.operand.CopyFrom(message(operand))
            node.select_expr.field, node.select_expr.test_only = field, test_only
        case RawCall(function, target, arguments):
            node.call_expr.function = function
            node.call_expr.args.extend(map(message, arguments))
            if target is not None:
                node.call_expr.target.CopyFrom(message(target))
        case RawList(items):
            node.list_expr.SetInParent()
            node.list_expr.elements.extend(map(message, items))
    return node


def serialized(raw: Raw) -> bytes:
    checked = CheckedExpr(expr=message(raw))
    return Packed(type_url="t", value=checked.SerializeToString()).SerializeToString()


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
    assert decode(serialized(raw)).root == raw


def test_bytes_without_an_expression_are_an_error_of_ours() -> None:
    with pytest.raises(MalformedError):
        decode(Packed(type_url="t", value=b"").SerializeToString())


@pytest.mark.parametrize("depth", [10, 40])
def test_what_nests_deeper_than_protobuf_reads_is_told(depth: int) -> None:
    text = "true"
    for number in range(depth):
        text = f"people.exists(p{number}, {text})"
    outcome = check(text, SCOPE)
    if depth == 10:
        assert isinstance(outcome, Expression)
    else:
        assert isinstance(outcome, tuple)
        assert [problem.message for problem in outcome] == ["the expression is nested too deeply"]


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
    root = decode(bytes(environment(text, SCOPE).compile(text).serialize())).root
    macro = root.arguments[0] if isinstance(root, RawCall) else root
    assert isinstance(macro, RawMacro)
    assert (macro.kind, macro.range, macro.variable) == (kind, RawName("people"), "p")
    assert macro.body == RawSelect(RawName("p"), "a_bool", test_only=False)


def test_a_macro_of_another_form_is_named() -> None:
    text = "people.map(p, p.a_bool, p.a_int) == []"
    root = decode(bytes(environment(text, SCOPE).compile(text).serialize())).root
    assert isinstance(root, RawCall)
    assert root.arguments[0] == RawOther("this form of a macro")


def test_the_library_ships_no_descriptors() -> None:
    """If it does one day, ours have lost their reason."""
    for name in ("cel.expr.checked_pb2", "cel_expr_python.checked_pb2", "cel.expr"):
        try:
            spec = find_spec(name)
        except ModuleNotFoundError:
            continue
        assert spec is None, name
    with pytest.raises(KeyError):
        descriptor_pool.Default().FindMessageTypeByName("cel.expr.CheckedExpr")
