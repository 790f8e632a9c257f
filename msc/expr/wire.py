"""The bytes of a checked expression -> a raw syntax tree with macros as they were written.

A checked tree holds the loop that each macro expands to, so macros are recognised by its shape.
"""

import math
from collections.abc import Mapping
from typing import Any

from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import DecodeError

from msc.core.record import Record
from msc.expr.messages import CheckedExpr, SourceInfo


class MalformedError(ValueError):
    """The bytes do not encode a checked expression: the library has changed its format."""


class TooDeepError(ValueError):
    """The expression is nested deeper than protobuf can parse."""


class RawConstant(Record):
    """A literal; a double is kept as its shortest round-trip representation."""

    value: None | bool | int | str
    is_decimal: bool = False


class RawName(Record):
    """An identifier."""

    name: str


class RawSelect(Record):
    """A field; `test_only` is the macro `has`."""

    operand: "Raw"
    field: str
    test_only: bool


class RawCall(Record):
    """A function, an operator or a macro."""

    function: str
    target: "Raw | None"
    arguments: tuple["Raw", ...]


class RawList(Record):
    """A list literal."""

    items: tuple["Raw", ...]


class RawMacro(Record):
    """A macro over a list: filter, exists, all, exists_one or map."""

    kind: str
    range: "Raw"
    variable: str
    body: "Raw"


class RawOther(Record):
    """Something outside the language, such as a map literal."""

    what: str


type Raw = RawConstant | RawName | RawSelect | RawCall | RawList | RawMacro | RawOther


class Decoded:
    """A tree, and where its nodes are in the text.

    Equal nodes stand at several places, so their identifiers are kept by identity.
    """

    def __init__(self, message: Any, source: bytes) -> None:
        self._identifiers: dict[int, int] = {}
        self._source = source
        self.root = self._expression(message)

    def identifier(self, raw: Raw) -> int:
        """CEL's number of a node of this tree; 0 for any other."""
        return self._identifiers.get(id(raw), 0)

    def offsets(self) -> Mapping[int, int]:
        """The offset that CEL reports for each node, by its number."""
        positions = SourceInfo.FromString(self._source).positions
        return {position.id: position.offset for position in positions}

    def _expression(self, message: Any) -> Raw:
        raw = self._raw(message)
        self._identifiers[id(raw)] = message.id
        return raw

    def _raw(self, message: Any) -> Raw:
        match message.WhichOneof("expr_kind"):
            case "const_expr":
                return _constant(message.const_expr)
            case "ident_expr":
                return RawName(message.ident_expr.name)
            case "select_expr":
                select = message.select_expr
                return RawSelect(self._expression(select.operand), select.field, select.test_only)
            case "call_expr":
                return self._call(message.call_expr)
            case "list_expr":
                return RawList(tuple(map(self._expression, message.list_expr.elements)))
            case "struct_expr":
                return RawOther("a map or message literal")
            case "comprehension_expr":
                return self._macro(message.comprehension_expr)
            case _:
                return RawOther("an empty expression")

    def _call(self, message: Any) -> RawCall:
        target = self._expression(message.target) if message.HasField("target") else None
        return RawCall(message.function, target, tuple(map(self._expression, message.args)))

    def _macro(self, message: Any) -> Raw:
        variable, source = message.iter_var, self._expression(message.iter_range)
        match self._expression(message.accu_init), self._expression(message.loop_step):
            case RawConstant(False), RawCall("_||_", None, (_, body)):
                return RawMacro("exists", source, variable, body)
            case RawConstant(True), RawCall("_&&_", None, (_, body)):
                return RawMacro("all", source, variable, body)
            case RawConstant(0), RawCall("_?_:_", None, (body, _, _)):
                return RawMacro("exists_one", source, variable, body)
            case RawList(()), RawCall("_?_:_", None, (body, RawCall("_+_", None, (_, added)), _)):
                if added == RawList((RawName(variable),)):
                    return RawMacro("filter", source, variable, body)
            case RawList(()), RawCall("_+_", None, (_, RawList((body,)))):
                return RawMacro("map", source, variable, body)
        return RawOther("this form of a macro")


def decode(serialized: bytes) -> Decoded:
    """The tree of `Expression.serialize()`, a CheckedExpr wrapped in an Any."""
    packed = Packed.FromString(serialized)
    try:
        checked = CheckedExpr.FromString(packed.value)
    except DecodeError as error:
        raise TooDeepError(str(error)) from error
    if not checked.HasField("expr"):
        raise MalformedError("a checked expression holds no expression")
    return Decoded(checked.expr, checked.source_info)


def _constant(message: Any) -> RawConstant | RawOther:
    match message.WhichOneof("constant_kind"):
        case "bool_value":
            return RawConstant(message.bool_value)
        case "int64_value":
            return RawConstant(message.int64_value)
        case "double_value":
            return _decimal(message.double_value)
        case "string_value":
            return RawConstant(message.string_value)
        case "uint64_value":
            return RawOther("an unsigned number")
        case "null_value" | None:
            return RawConstant(None)
        case _:
            return RawOther("a bytes literal")


def _decimal(value: float) -> RawConstant | RawOther:
    if not math.isfinite(value):
        return RawOther("a number that is too large")
    return RawConstant(repr(value), is_decimal=True)
