"""The bytes of a checked expression -> a raw syntax tree, macros as they were written.

A checked tree holds each macro as the loop that it expands to, so macros are told by their shape.

The field numbers are those of the published `cel.expr.CheckedExpr` and `cel.expr.Expr` messages;
reading them takes less than building descriptors for messages that the library does not ship.
"""

import math
import struct
from collections.abc import Iterator

from msc.core.record import Record

type Payload = int | bytes

FIXED = {1: 8, 5: 4}
DELIMITED = 2
MAX_VARINT = 10
UINT64 = (1 << 64) - 1


class MalformedError(ValueError):
    """The bytes are not those of a checked expression: the library has changed its format."""


class RawConstant(Record):
    """A literal; a double is kept as the shortest text that gives it back."""

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
    """A list that is written out."""

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


def decode(serialized: bytes) -> Raw:
    """The tree of `Expression.serialize()`, which is an Any around a CheckedExpr."""
    try:
        expression = _one(_one(serialized, 2), 4)
        if not expression:
            raise MalformedError("a checked expression holds no expression")
        return _expr(expression)
    except (struct.error, UnicodeDecodeError) as error:
        raise MalformedError(f"a constant or a name cannot be read: {error}") from error
    except RecursionError as error:
        raise MalformedError("a checked expression is nested too deeply") from error


def _expr(data: bytes) -> Raw:
    for field, payload in _fields(data):
        if field in _READERS and isinstance(payload, bytes):
            return _READERS[field](payload)
    return RawOther("an empty expression")


def _constant(data: bytes) -> RawConstant | RawOther:
    for field, payload in _fields(data):
        match field, payload:
            case 1, _:
                return RawConstant(None)
            case 2, int(value):
                return RawConstant(bool(value))
            case 3, int(value):
                return RawConstant(value - (1 << 64) if value >= 1 << 63 else value)
            case 4, _:
                return RawOther("an unsigned number")
            case 5, bytes(value):
                return _decimal(value)
            case 6, bytes(value):
                return RawConstant(value.decode())
            case _:
                return RawOther("a bytes literal")
    return RawConstant(None)


def _decimal(value: bytes) -> RawConstant | RawOther:
    (number,) = struct.unpack("<d", value)
    if not math.isfinite(number):
        return RawOther("a number that is too large")
    return RawConstant(repr(number), is_decimal=True)


def _name(data: bytes) -> Raw:
    return RawName(_one(data, 1).decode())


def _select(data: bytes) -> Raw:
    operand = _expr(_one(data, 1))
    return RawSelect(operand, _one(data, 2).decode(), bool(_number(data, 3)))


def _call(data: bytes) -> Raw:
    target = _one(data, 1)
    return RawCall(
        _one(data, 2).decode(),
        _expr(target) if target else None,
        tuple(_expr(each) for each in _all(data, 3)),
    )


def _list(data: bytes) -> Raw:
    return RawList(tuple(_expr(each) for each in _all(data, 1)))


def _struct(_: bytes) -> Raw:
    return RawOther("a map or message literal")


def _comprehension(data: bytes) -> Raw:
    variable, source = _one(data, 1).decode(), _expr(_one(data, 2))
    match _expr(_one(data, 4)), _expr(_one(data, 6)):
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


_READERS = {3: _constant, 4: _name, 5: _select, 6: _call, 7: _list, 8: _struct, 9: _comprehension}


def _one(data: bytes, field: int) -> bytes:
    found = b""
    for number, payload in _fields(data):
        if number == field and isinstance(payload, bytes):
            found = payload
    return found


def _all(data: bytes, field: int) -> list[bytes]:
    return [
        payload
        for number, payload in _fields(data)
        if number == field and isinstance(payload, bytes)
    ]


def _number(data: bytes, field: int) -> int:
    return next(
        (value for number, value in _fields(data) if number == field and isinstance(value, int)), 0
    )


def _fields(data: bytes) -> Iterator[tuple[int, Payload]]:
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        field, wire_type = tag >> 3, tag & 7
        if wire_type == 0:
            value, position = _varint(data, position)
            yield field, value
            continue
        length = FIXED.get(wire_type)
        if length is None:
            if wire_type != DELIMITED:
                raise MalformedError(f"wire type {wire_type} is not used by checked expressions")
            length, position = _varint(data, position)
        if position + length > len(data):
            raise MalformedError("a checked expression ends in the middle of a field")
        yield field, data[position : position + length]
        position += length


def _varint(data: bytes, position: int) -> tuple[int, int]:
    result = 0
    for shift in range(0, 7 * MAX_VARINT, 7):
        if position >= len(data):
            raise MalformedError("a checked expression ends in the middle of a number")
        byte = data[position]
        position += 1
        result |= (byte & 127) << shift
        if byte < 128:
            return result & UINT64, position
    raise MalformedError(f"a number takes more than {MAX_VARINT} bytes")
