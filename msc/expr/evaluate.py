"""Evaluates a checked expression on given values, with the same result as the compiled Python.

Rows can be any objects that compare by `==`; the `id` of a row is the row itself.
"""

import operator
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from zoneinfo import ZoneInfo

from msc.core.exact import EXACT
from msc.core.record import Record
from msc.expr.patterns import python_pattern
from msc.expr.target import Unsupported, is_row, kind_of, path_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    Node,
    ScalarKind,
    Select,
    ValueType,
)


class Identity(Record):
    """A row, identified by `text`."""

    text: str


def shown_timestamp(timestamp: datetime, time_zone: str) -> str:
    """The timestamp as the people of a time zone read it."""
    local = timestamp.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return local.isoformat(" ", "minutes")


def _text_of(value: object, time_zone: str = "UTC") -> str:
    match value:
        case datetime():
            return shown_timestamp(value, time_zone)
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


type Single = None | bool | int | str | Decimal | date | datetime | timedelta | Identity
type Value = Single | tuple[Value, ...]
type Path = tuple[str, ...]
type LookUp = Callable[[Path, ValueType], Value]

ORDER: dict[str, Callable[..., bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
ARITHMETIC: dict[str, Callable[..., Value]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": operator.contains,
    "matches": lambda text, pattern: re.search(python_pattern(pattern), text, re.ASCII) is not None,
    "size": len,
    "days": lambda count: timedelta(days=count),
    "hours": lambda count: timedelta(hours=count),
    "minutes": lambda count: timedelta(minutes=count),
    "double": Decimal,
    "int": int,
    "string": _text_of,
    "sum": lambda values: sum(values, Decimal(0)),
    # A half goes to the even neighbour, which is what Python does with decimals.
    "round": round,
}


def evaluate(node: Node, look_up: LookUp) -> Value:
    """The value of `node`; exceptions of `look_up` for places without a value propagate.

    Raises Unsupported if the node needs stored rows or if Python would raise an error.
    """
    try:
        with localcontext(EXACT):
            return _value(node, look_up)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise Unsupported(str(error)) from error


def leaf_of(node: Node) -> tuple[Path, ValueType] | None:
    """The place that a path reads, or None for other nodes; the `id` of a row is the row itself."""
    path = path_of(node)
    if path is None:
        return None
    if isinstance(node, Select) and node.field == "id" and is_row(node.operand):
        return path[:-1], node.operand.type
    return path, node.type


def constant_value(constant: Constant) -> Value:
    """The value of a literal."""
    if kind_of(constant) is ScalarKind.DECIMAL:
        return Decimal(str(constant.value).removesuffix(".0"))
    return constant.value


def _value(node: Node, look_up: LookUp) -> Value:
    leaf = leaf_of(node)
    if leaf is not None:
        return look_up(*leaf)
    match node:
        case Constant():
            return constant_value(node)
        case ListLiteral(items):
            return tuple(_value(item, look_up) for item in items)
        case Call("&&", arguments):
            return all(_value(argument, look_up) for argument in arguments)
        case Call("||", arguments):
            return any(_value(argument, look_up) for argument in arguments)
        case Call("?:", (condition, then, otherwise)):
            return _value(then if _value(condition, look_up) else otherwise, look_up)
        case Call(function, arguments):
            return _applied(function, [_value(argument, look_up) for argument in arguments])
        case Comprehension():
            return _comprehension(node, look_up)
    raise Unsupported("this cannot be evaluated")


def _applied(function: str, values: list[Value]) -> Value:
    match function, values:
        case "!", [value]:
            return not value
        case "==", [left, right]:
            return left == right
        case "!=", [left, right]:
            return left != right
        case "in", [item, tuple(items)]:
            return item in items
        case (("<" | "<=" | ">" | ">="), [left, right]):
            return left is not None and right is not None and ORDER[function](left, right)
        case "-", [Decimal() | int() as value]:
            return -value
        case _ if function in ARITHMETIC and len(values) == 2:
            return ARITHMETIC[function](*values)
        case _ if function in FUNCTIONS:
            return FUNCTIONS[function](*values)
    raise Unsupported(f"`{function}` cannot be evaluated")


def _comprehension(node: Comprehension, look_up: LookUp) -> Value:
    items = _value(node.range, look_up)
    if not isinstance(items, tuple):
        raise Unsupported("only a list that is written out can be evaluated")
    results = [(item, _value(node.body, _with(look_up, node.variable, item))) for item in items]
    match node.kind:
        case ComprehensionKind.EXISTS:
            return any(result for _, result in results)
        case ComprehensionKind.ALL:
            return all(result for _, result in results)
        case ComprehensionKind.EXISTS_ONE:
            return sum(1 for _, result in results if result) == 1
        case ComprehensionKind.MAP:
            return tuple(result for _, result in results)
        case ComprehensionKind.FILTER:
            return tuple(item for item, result in results if result)


def _with(look_up: LookUp, variable: str, value: Value) -> LookUp:
    def inner(path: Path, type_: ValueType) -> Value:
        return value if path == (variable,) else look_up(path, type_)

    return inner
