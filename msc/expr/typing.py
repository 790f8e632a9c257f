"""A raw tree that CEL has accepted -> a typed tree, checked against the stricter type rules."""

import builtins
import keyword
import re

from msc.core.record import Mutable, field, replace
from msc.expr import operands
from msc.expr.presence import proven
from msc.expr.scope import Scope, describe, fields_of, is_optional
from msc.expr.target import path_of
from msc.expr.wire import (
    Raw,
    RawCall,
    RawConstant,
    RawList,
    RawMacro,
    RawName,
    RawOther,
    RawSelect,
)
from msc.expr.words import NULLS
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    EnumValue,
    ListLiteral,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    ScalarValue,
    Select,
    ValueType,
    Variable,
)

BOOL = ScalarValue(ScalarKind.BOOL)
INT = ScalarValue(ScalarKind.INT)
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
TEMPORAL = (ScalarKind.DATE, ScalarKind.TIMESTAMP)
NAME = re.compile(r"[a-z][a-z0-9_]*")
UNSAID = "use fields, operators and the documented functions"
LOGIC = frozenset({"&&", "||", "!"})
NEGATED = {"_!=_": "_==_", "_==_": "_!=_", "_&&_": "_||_", "_||_": "_&&_"}
OPERATORS = {
    "_&&_": "&&", "_||_": "||", "!_": "!", "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=",
    "_>_": ">", "_>=_": ">=", "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%", "-_": "-",
    "@in": "in", "_?_:_": "?:", "_[_]": "[]",
}  # fmt: skip
RESULTS: dict[str, ValueType] = {
    "in": BOOL,
    "startsWith": BOOL,
    "endsWith": BOOL,
    "contains": BOOL,
    "matches": BOOL,
    "size": INT,
    "int": INT,
    "double": ScalarValue(ScalarKind.DECIMAL),
    "string": ScalarValue(ScalarKind.STRING),
    "sum": ScalarValue(ScalarKind.DECIMAL),
    "round": ScalarValue(ScalarKind.DECIMAL),
    "days": ScalarValue(ScalarKind.DURATION),
    "hours": ScalarValue(ScalarKind.DURATION),
    "minutes": ScalarValue(ScalarKind.DURATION),
}


class Typing(Mutable):
    """Types one tree; `problems` holds where it breaks rules that CEL does not have."""

    scope: Scope
    problems: list[tuple[Raw, operands.Finding]] = field(default_factory=list)
    present: frozenset[Raw] = frozenset()

    def node(self, raw: Raw, variables: dict[str, ValueType]) -> Node:
        """The typed node of a raw one."""
        match raw:
            case RawConstant():
                return _constant(raw)
            case RawName(name):
                typed_name = self._name(raw, name, variables)
                return _certain(typed_name) if raw in self.present else typed_name
            case RawSelect(operand):
                above = self.node(operand, variables)
                typed_node = self._select(raw, above, there=operand in self.present)
                return _certain(typed_node) if raw in self.present else typed_node
            case RawList(items):
                typed = _of_one_kind(tuple(self.node(item, variables) for item in items))
                self._report(raw, operands.items(typed))
                return ListLiteral(typed, ListValue(operands.joined(item.type for item in typed)))
            case RawMacro():
                return self._macro(raw, variables)
            case RawCall(function, None, ()) if function in NULLS.values():
                return Constant(None, operands.NULL)
            case RawCall(function, target, arguments):
                parts = arguments if target is None else (target, *arguments)
                name = OPERATORS.get(function, function)
                typed_parts = self._arguments(name, parts, variables)
                return self._call(raw, name, parts, typed_parts)
            case RawOther(what):
                self._report(raw, (f"{what} is not part of the language", UNSAID))
                return Constant(None, operands.NULL)

    def _arguments(
        self, function: str, raw: tuple[Raw, ...], variables: dict[str, ValueType]
    ) -> tuple[Node, ...]:
        """The arguments; each may rely on what the earlier ones prove if they guard it."""
        typed: list[Node] = []
        outside = self.present
        for index, argument in enumerate(raw):
            if index:
                self.present = outside | _present(function, index, raw[0])
            typed.append(self.node(argument, variables))
        self.present = outside
        return tuple(typed)

    def _report(self, raw: Raw, *findings: operands.Finding | None) -> None:
        self.problems.extend((raw, finding) for finding in findings if finding is not None)

    def _name(self, raw: Raw, name: str, variables: dict[str, ValueType]) -> Node:
        if name in variables:
            return Variable(name, variables[name])
        record, _, rest = name.partition(".")
        if record not in variables:
            # CEL has a value for each of its own types, such as `string`.
            self._report(raw, (f"`{name}` is a type, and a value is needed here", UNSAID))
            return Constant(None, operands.NULL)
        return self._field(raw, Variable(record, variables[record]), rest)

    def _select(self, raw: RawSelect, operand: Node, *, there: bool) -> Node:
        selected = self._field(raw, operand, raw.field, there=there)
        if not raw.test_only or not isinstance(selected, Select):
            return selected
        if not is_optional(selected.type):
            self._report(raw, (f"`{raw.field}` is never null", "remove `has`"))
        return Call("!=", (selected, Constant(None, operands.NULL)), BOOL)

    def _field(self, raw: Raw, operand: Node, name: str, *, there: bool = False) -> Node:
        type_ = fields_of(operand.type, self.scope.entities).get(name)
        if type_ is None:
            if operand.type == operands.NULL:
                # The operand before it is already reported.
                return Constant(None, operands.NULL)
            self._report(raw, (f"{describe(operand.type)} has no field `{name}`", UNSAID))
            return Constant(None, operands.NULL)
        if is_optional(operand.type) and not there:
            type_ = operands.with_null(type_)
        return Select(operand, name, type_)

    def _macro(self, raw: RawMacro, variables: dict[str, ValueType]) -> Node:
        source = self.node(raw.range, variables)
        if not isinstance(source.type, ListValue):
            self._report(raw.range, ("a macro needs a list", "use a collection or a list"))
            return source
        self._report(raw, _variable_problem(raw.variable, variables))
        body = self._body(raw, {**variables, raw.variable: source.type.item})
        kind = ComprehensionKind(raw.kind)
        if kind is not ComprehensionKind.MAP:
            self._report(raw.body, operands.condition(body))
        type_: ValueType = BOOL
        if kind is ComprehensionKind.FILTER:
            type_ = source.type
        elif kind is ComprehensionKind.MAP:
            type_ = ListValue(body.type, source.type.stored)
        return Comprehension(kind, source, raw.variable, body, type_)

    def _body(self, raw: RawMacro, variables: dict[str, ValueType]) -> Node:
        outside = self.present
        if isinstance(raw.range, RawMacro) and raw.range.kind == "filter":
            kept = _tested(raw.range.body, "_!=_", "_&&_")
            self.present = outside | {
                _renamed(known, raw.range.variable, raw.variable) for known in kept
            }
        body = self.node(raw.body, variables)
        self.present = outside
        return body

    def _call(
        self, raw: RawCall, function: str, parts: tuple[Raw, ...], arguments: tuple[Node, ...]
    ) -> Node:
        if function in COMPARISONS:
            self._compare_words(arguments[0].type, parts[1:], arguments[1:])
            self._compare_words(arguments[1].type, parts[:1], arguments[:1])
            self._report(raw, operands.comparison(function, *arguments))
            return Call(function, arguments, BOOL)
        if function in LOGIC:
            for part, argument in zip(parts, arguments, strict=True):
                self._report(part, operands.condition(argument))
            return Call(function, arguments, BOOL)
        if function == "in":
            item, collection = arguments
            if isinstance(parts[1], RawList) and isinstance(collection, ListLiteral):
                self._compare_words(item.type, parts[1].items, collection.items)
            self._report(raw, operands.membership(item, collection))
            return Call(function, arguments, BOOL)
        if function == "?:":
            return self._choice(raw, parts[0], *arguments)
        if function in {"+", "-", "*", "/", "%"}:
            place = _perhaps_null(parts, arguments) or raw
            self._report(place, operands.arithmetic(function, arguments))
            return Call(function, arguments, _arithmetic_type(arguments))
        return self._function(raw, function, parts, arguments)

    def _compare_words(
        self, type_: ValueType, parts: tuple[Raw, ...], nodes: tuple[Node, ...]
    ) -> None:
        for part, node in zip(parts, nodes, strict=True):
            self._report(part, operands.word(type_, node))

    def _function(
        self, raw: RawCall, function: str, parts: tuple[Raw, ...], arguments: tuple[Node, ...]
    ) -> Node:
        place = raw if function in operands.TEXT_TESTS else _perhaps_null(parts, arguments) or raw
        self._report(place, operands.call(function, arguments))
        if function == "string" and _kind(arguments[0]) is ScalarKind.TIMESTAMP:
            zone = Constant(self.scope.entities.time_zone, operands.STRING)
            return Call(function, (*arguments, zone), operands.STRING)
        if function in RESULTS:
            return Call(function, arguments, RESULTS[function])
        hint = operands.instead_of(function, arguments) or UNSAID
        self._report(raw, (f"the function `{function}` is not part of the language", hint))
        if function in {"duration", "timestamp"}:
            return Call(function, arguments, ScalarValue(ScalarKind(function)))
        return Call(function, arguments, operands.NULL)

    def _choice(self, raw: RawCall, tested: Raw, test: Node, then: Node, otherwise: Node) -> Node:
        self._report(tested, operands.condition(test))
        self._report(raw, operands.mixed((then, otherwise)))
        types = _where(then, test, holds=True), _where(otherwise, test, holds=False)
        return Call("?:", (test, then, otherwise), operands.joined(types))


def _perhaps_null(parts: tuple[Raw, ...], arguments: tuple[Node, ...]) -> Raw | None:
    """The first argument that may be null."""
    return next(
        (raw for raw, node in zip(parts, arguments, strict=True) if is_optional(node.type)), None
    )


def _arithmetic_type(arguments: tuple[Node, ...]) -> ValueType:
    kinds = [_kind(argument) for argument in arguments]
    if len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] in TEMPORAL:
        return ScalarValue(ScalarKind.DURATION)
    for kind in TEMPORAL:
        if kind in kinds:
            return ScalarValue(kind)
    if isinstance(arguments[0].type, EnumValue):
        return ScalarValue(ScalarKind.STRING)
    return operands.without_null(arguments[0].type)


def _present(function: str, index: int, test: Raw) -> frozenset[Raw]:
    """The paths that are not null where the argument at `index` is evaluated."""
    if function == "&&" or (function == "?:" and index == 1):
        return _tested(test, "_!=_", "_&&_")
    if function == "||" or (function == "?:" and index == 2):
        return _tested(test, "_==_", "_||_")
    return frozenset()


def _tested(test: Raw, comparison: str, logic: str) -> frozenset[Raw]:
    match test:
        case RawCall(function, None, (one, other)) if function == logic:
            return _tested(one, comparison, logic) | _tested(other, comparison, logic)
        case RawCall(function, None, (value, RawConstant(None)) | (RawConstant(None), value)) if (
            function == comparison
        ):
            return frozenset({value})
        case RawCall("!_", None, (negated,)):
            return _tested(negated, NEGATED[comparison], NEGATED[logic])
        case RawSelect(operand, name, True) if comparison == "_!=_":
            return frozenset({RawSelect(operand, name, test_only=False)})
    return frozenset()


def _renamed(raw: Raw, old: str, new: str) -> Raw:
    match raw:
        case RawName(name) if name == old:
            return RawName(new)
        case RawSelect(operand, name, test_only):
            return RawSelect(_renamed(operand, old, new), name, test_only)
    return raw


def _certain(node: Node) -> Node:
    # A row stays uncertain: that its reference is not null does not yet fetch it.
    if isinstance(node.type, RowValue):
        return node
    return replace(node, type=operands.without_null(node.type))


def _where(node: Node, test: Node, *, holds: bool) -> ValueType:
    """The type of a value that is only passed on; of a row, its reference suffices."""
    path = path_of(node)
    known = path is not None and ".".join(path) in proven(test, holds=holds)
    return operands.without_null(node.type) if known else node.type


def _of_one_kind(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """The items; integers among decimals are decimals."""
    if {_kind(item) for item in items} != {ScalarKind.INT, ScalarKind.DECIMAL}:
        return items
    decimal = ScalarValue(ScalarKind.DECIMAL)
    return tuple(
        item
        if _kind(item) is ScalarKind.DECIMAL
        else Constant(f"{item.value}.0", decimal)
        if isinstance(item, Constant)
        else Call("double", (item,), decimal)
        for item in items
    )


def _variable_problem(name: str, variables: dict[str, ValueType]) -> operands.Finding | None:
    if name in variables:
        return f"`{name}` is already in use here", "choose another name for the variable"
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or hasattr(builtins, name):
        return f"`{name}` cannot be the name of a variable", "use a snake_case name, such as `row`"
    return None


def _kind(node: Node) -> ScalarKind | None:
    return node.type.kind if isinstance(node.type, ScalarValue) else None


def _constant(raw: RawConstant) -> Constant:
    match raw.value:
        case None:
            kind = ScalarKind.NULL
        case bool():
            kind = ScalarKind.BOOL
        case int():
            kind = ScalarKind.INT
        case str():
            kind = ScalarKind.DECIMAL if raw.is_decimal else ScalarKind.STRING
    return Constant(raw.value, ScalarValue(kind))
