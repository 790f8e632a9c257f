"""Type rules stricter than CEL's: which operands can be combined.

CEL treats a date as a timestamp, identifiers and enum values as strings, and null as a value of
every optional type; here they are distinct. A problem has a message and a suggestion.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from msc.core.exact import MAX_DIGITS
from msc.core.naming import closest
from msc.core.record import replace
from msc.expr.patterns import pattern_problem
from msc.expr.scope import describe, is_optional
from msc.ir.expressions import (
    Call,
    Constant,
    EnumValue,
    ListLiteral,
    ListValue,
    Node,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

type Finding = tuple[str, str]

NULL = ScalarValue(ScalarKind.NULL)
BOOL = ScalarValue(ScalarKind.BOOL)
STRING = ScalarValue(ScalarKind.STRING)
UUID = ScalarValue(ScalarKind.UUID)
DATE = ScalarValue(ScalarKind.DATE)
TIMESTAMP = ScalarValue(ScalarKind.TIMESTAMP)
DURATION = ScalarValue(ScalarKind.DURATION)
JSON = ScalarValue(ScalarKind.JSON)
TEXT_TESTS = frozenset({"startsWith", "endsWith", "contains", "matches"})
# How many of each a day has; between the first and the last date there are fewer days than this.
SPANS = {"days": 1, "hours": 24, "minutes": 1_440}
LONGEST_SPAN = 3_650_000
SPAN_OF_CEL = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
UNITS_OF_CEL = ((1, 3600), (2, 60), (3, 1))
PARTS_OF_TIME = frozenset({
    "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours",
    "getMilliseconds", "getMinutes", "getMonth", "getSeconds",
})  # fmt: skip
CONVERTIBLE = {
    "int": (ScalarKind.INT, ScalarKind.DECIMAL),
    "double": (ScalarKind.INT, ScalarKind.DECIMAL),
    "string": (
        ScalarKind.INT,
        ScalarKind.DECIMAL,
        ScalarKind.STRING,
        ScalarKind.UUID,
        ScalarKind.DATE,
        ScalarKind.TIMESTAMP,
    ),
}


def with_null(type_: ValueType) -> ValueType:
    """The type, made nullable."""
    if isinstance(type_, ScalarValue | EnumValue | RowValue):
        return replace(type_, optional=True)
    return type_


def without_null(type_: ValueType) -> ValueType:
    """The type, made non-nullable."""
    if isinstance(type_, ScalarValue | EnumValue | RowValue):
        return replace(type_, optional=False)
    return type_


def joined(types: Iterable[ValueType]) -> ValueType:
    """The common type of several values, which must be of one kind."""
    known_types = tuple(types)
    known = [type_ for type_ in known_types if type_ != NULL]
    if not known:
        return NULL
    common = known[0]
    if isinstance(common, EnumValue) and any(type_ != common for type_ in map(without_null, known)):
        common = ScalarValue(ScalarKind.STRING)
    common = without_null(common)
    return with_null(common) if any(is_optional(type_) for type_ in known_types) else common


def mixed(nodes: Iterable[Node]) -> Finding | None:
    """The problem of values of different kinds."""
    types = [node.type for node in nodes if node.type != NULL]
    for type_ in types[1:]:
        if _kind(type_) != _kind(types[0]):
            return _difference(types[0], type_)
    return None


def _difference(one: ValueType, other: ValueType) -> Finding:
    kinds = {_kind(one), _kind(other)}
    message = f"{describe(one)} is never {describe(other)}"
    if kinds == {DATE, TIMESTAMP}:
        return (
            "a date cannot be compared with a datetime",
            "use `today` beside a date, `now` beside a datetime",
        )
    if kinds == {UUID, STRING}:
        return message, "write `string(…)` around the uuid"
    return message, "use values of one kind"


def _kind(type_: ValueType) -> ValueType:
    """The kind that operands must share; enum values count as texts."""
    match type_:
        case EnumValue():
            return STRING
        case ScalarValue() | RowValue():
            return without_null(type_)
        case ListValue(item):
            return ListValue(_kind(item))
        case RecordValue():
            return type_
        case _:
            assert_never(type_)


def comparison(function: str, left: Node, right: Node) -> Finding | None:
    """The problem in comparing two values."""
    difference = mixed((left, right))
    if difference or NULL in (left.type, right.type):
        return difference
    kind = _kind(left.type)
    if isinstance(kind, ListValue):
        return "lists cannot be compared", "compare their items, with `exists` or `all`"
    if kind == JSON:
        return "a json value can only be compared with null", "keep what you compare in a field"
    if function in {"==", "!="}:
        return None
    if kind == BOOL:
        return "true and false have no order", "use `==`, `!=`, `&&` or `||`"
    return None


def membership(item: Node, collection: Node) -> Finding | None:
    """The problem in a membership test."""
    if _kind(collection.type) == JSON:
        return "`in` needs a list, and this is json", "write a list: `x in ['a', 'b']`"
    if not isinstance(collection, ListLiteral) or not collection.items:
        return None
    return comparison("==", item, collection.items[0])


def word(type_: ValueType, other: Node) -> Finding | None:
    """The problem of a string literal that is compared with an enum and is none of its values."""
    text = other.value if isinstance(other, Constant) else None
    if not isinstance(type_, EnumValue) or not isinstance(text, str) or text in type_.values:
        return None
    near = closest(text, type_.values)
    hint = f"did you mean `{near}`?" if near else f"it has {', '.join(type_.values)}"
    return f"`{text}` is not a value of {type_.name}", hint


def items(nodes: tuple[Node, ...]) -> Finding | None:
    """The problem in a list of these items."""
    if any(node.type == NULL for node in nodes):
        return "a list cannot contain null", "compare with null beside the list: `x == null || …`"
    return mixed(nodes)


def condition(node: Node) -> Finding | None:
    """The problem of a condition that may be null."""
    if _kind(node.type) == JSON:
        return "a condition is a boolean, and this is json", "compare it: `x != null`"
    if node.type != with_null(BOOL):
        return None
    return "a condition may be null here", "write `… == true`: which is false for null"


# Below zero, a remainder in Python is not the one in SQL.
NO_REMAINDER: Finding = (
    "`%` is not part of the language", "keep what you would compute with it in a field",
)  # fmt: skip


def arithmetic(function: str, nodes: tuple[Node, ...]) -> Finding | None:
    """The problem in an arithmetic operation."""
    if function == "%":
        return NO_REMAINDER
    if any(is_optional(node.type) for node in nodes):
        return _no_null(function)
    kinds = [_kind(node.type) for node in nodes]
    if any(isinstance(kind, ListValue) for kind in kinds):
        return f"`{function}` cannot be applied to lists", "use a list literal"
    if JSON in kinds:
        return _no_json(function)
    if UUID in kinds:
        return _identifier(function)
    if set(kinds) == {DATE, TIMESTAMP}:
        return _difference(nodes[0].type, nodes[1].type)
    if set(kinds) == {DATE, DURATION} and not _is_days(nodes):
        return (
            "only whole days can be added to a date",
            "use `days(…)`, or a datetime instead of the date",
        )
    return None


def _is_days(nodes: tuple[Node, ...]) -> bool:
    return any(isinstance(node, Call) and node.function == "days" for node in nodes)


def call(function: str, nodes: tuple[Node, ...]) -> Finding | None:
    """The problem in a function call."""
    if function in TEXT_TESTS:
        return _text_test(function, nodes)
    if any(is_optional(node.type) for node in nodes):
        return _no_null(function)
    if any(_kind(node.type) == JSON for node in nodes):
        return _no_json(function)
    if function in CONVERTIBLE:
        return _conversion(function, nodes[0])
    if function == "size" and _kind(nodes[0].type) == UUID:
        return f"{describe(nodes[0].type)} has no size", "use a string or a list"
    if function in SPANS:
        return _span(function, nodes[0])
    if function == "sum":
        return _sum(nodes[0].type)
    if function == "round":
        return _places(nodes[1])
    return None


def _text_test(function: str, nodes: tuple[Node, ...]) -> Finding | None:
    if any(_kind(node.type) == UUID for node in nodes):
        return _identifier(function)
    if any(_kind(node.type) == JSON for node in nodes):
        return _no_json(function)
    if function != "matches":
        return None
    pattern = nodes[1]
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        return "a pattern must be a literal string", "write the pattern itself, in quotes"
    return pattern_problem(pattern.value)


def _conversion(function: str, node: Node) -> Finding | None:
    kinds = CONVERTIBLE[function]
    if isinstance(node.type, EnumValue) and ScalarKind.STRING in kinds:
        return None
    if isinstance(node.type, ScalarValue) and node.type.kind in kinds:
        return None
    hint = "declare the value with the intended type"
    if node.type == BOOL and function == "string":
        hint = "choose a string: `x ? 'yes' : 'no'`"
    return f"`{function}` does not accept {describe(node.type)}", hint


def _sum(type_: ValueType) -> Finding | None:
    if isinstance(type_, ListValue) and is_optional(type_.item):
        return "`sum` needs values that are never null", "filter out rows without a value first"
    return None


def _places(count: Node) -> Finding | None:
    """The problem of a number of decimal places that no field has, or that only a run knows."""
    if isinstance(count, Constant) and count.value in range(MAX_DIGITS + 1):
        return None
    return (
        f"`round` needs the number of decimal places: 0 to {MAX_DIGITS}",
        "write the number itself: `round(x, 2)`",
    )


def _no_null(function: str) -> Finding:
    return (
        f"`{function}` cannot be applied to a value that may be null",
        "test it first: `x != null && …`, or `x == null ? … : …`",
    )


def _span(function: str, count: Node) -> Finding | None:
    """The problem of a literal duration that exceeds the range of dates."""
    if not isinstance(count, Constant) or not isinstance(count.value, int):
        return None
    if abs(count.value) <= LONGEST_SPAN * SPANS[function]:
        return None
    return "this duration exceeds the range of dates", f"use at most {LONGEST_SPAN:,} days"


def _no_json(function: str) -> Finding:
    return f"`{function}` cannot be applied to json", "keep what you compute with in a field"


def _identifier(function: str) -> Finding:
    message = f"`{function}` needs a string, and this is a uuid"
    return message, "write `string(…)` around the uuid"


def instead_of(function: str, nodes: tuple[Node, ...]) -> str | None:
    """What to write for a function of CEL that the language does without."""
    written = nodes[0].value if nodes and isinstance(nodes[0], Constant) else None
    if function == "duration" and isinstance(written, str):
        return _span_of_cel(written)
    if function == "timestamp":
        return "keep it in a field, or take it as an input: expressions have no fixed datetimes"
    if function in PARTS_OF_TIME:
        return "compare whole datetimes: `x > now - hours(2)`"
    return None


def _span_of_cel(text: str) -> str:
    span = SPAN_OF_CEL.fullmatch(text)
    seconds = sum(int(span[unit] or 0) * length for unit, length in UNITS_OF_CEL) if span else 0
    for function, a_day in SPANS.items():
        count, rest = divmod(seconds * a_day, 86_400)
        if count and not rest:
            return f"write `{function}({count})`"
    return "write a span of time: `days(3)`, `hours(2)` or `minutes(30)`"
