"""A raw tree that CEL has accepted -> a typed tree, checked against the stricter type rules."""

import builtins
import keyword
import re
from dataclasses import dataclass, field

from msc.core.record import replace
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
    "days": ScalarValue(ScalarKind.DURATION),
    "hours": ScalarValue(ScalarKind.DURATION),
    "minutes": ScalarValue(ScalarKind.DURATION),
}


@dataclass(slots=True)
class Typing:
    """Types one tree; `problems` collects violations of rules that CEL does not have."""

    scope: Scope
    problems: list[operands.Finding] = field(default_factory=list)
    present: frozenset[Raw] = frozenset()

    def node(self, raw: Raw, variables: dict[str, ValueType]) -> Node:
        """The typed node of a raw one."""
        match raw:
            case RawConstant():
                return _constant(raw)
            case RawName(name):
                return self._name(name, variables)
            case RawSelect(operand, name, test_only):
                above = self.node(operand, variables)
                typed_node = self._select(above, name, test_only, there=operand in self.present)
                return _certain(typed_node) if raw in self.present else typed_node
            case RawList(items):
                typed = _of_one_kind(tuple(self.node(item, variables) for item in items))
                self._report(operands.items(typed))
                return ListLiteral(typed, ListValue(operands.joined(item.type for item in typed)))
            case RawMacro():
                return self._macro(raw, variables)
            case RawCall(function, target, arguments):
                before = () if target is None else (target,)
                name = OPERATORS.get(function, function)
                return self._call(name, self._arguments(name, (*before, *arguments), variables))
            case RawOther(what):
                self._report((f"{what} is not part of the language", UNSAID))
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

    def _report(self, *findings: operands.Finding | None) -> None:
        self.problems.extend(finding for finding in findings if finding is not None)

    def _name(self, name: str, variables: dict[str, ValueType]) -> Node:
        typed_name = self._named(name, variables)
        return _certain(typed_name) if RawName(name) in self.present else typed_name

    def _named(self, name: str, variables: dict[str, ValueType]) -> Node:
        if name in variables:
            return Variable(name, variables[name])
        record, _, rest = name.partition(".")
        if record not in variables:
            # CEL has a value for each of its own types, such as `string`.
            self._report((f"`{name}` is a type, and a value is needed here", UNSAID))
            return Constant(None, operands.NULL)
        return self._select(Variable(record, variables[record]), rest, test_only=False)

    def _select(self, operand: Node, name: str, test_only: bool, *, there: bool = False) -> Node:
        type_ = fields_of(operand.type, self.scope.entities).get(name)
        if type_ is None:
            if operand.type == operands.NULL:
                # The operand before it is already reported.
                return Constant(None, operands.NULL)
            self._report((f"{describe(operand.type)} has no field `{name}`", UNSAID))
            return Constant(None, operands.NULL)
        if is_optional(operand.type) and not there:
            type_ = operands.with_null(type_)
        selected = Select(operand, name, type_)
        if not test_only:
            return selected
        if not is_optional(type_):
            self._report((f"`{name}` is never null", "remove `has`"))
        return Call("!=", (selected, Constant(None, operands.NULL)), BOOL)

    def _macro(self, raw: RawMacro, variables: dict[str, ValueType]) -> Node:
        source = self.node(raw.range, variables)
        if not isinstance(source.type, ListValue):
            self._report(("a macro needs a list", "use a collection or a list"))
            return source
        self._report(_variable_problem(raw.variable, variables))
        body = self._body(raw, {**variables, raw.variable: source.type.item})
        kind = ComprehensionKind(raw.kind)
        if kind is not ComprehensionKind.MAP:
            self._report(operands.condition(body))
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

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        if function in COMPARISONS:
            self._report(*operands.comparison(function, *arguments))
            return Call(function, arguments, BOOL)
        if function in LOGIC:
            for argument in arguments:
                self._report(operands.condition(argument))
            return Call(function, arguments, BOOL)
        if function == "in":
            self._report(*operands.membership(*arguments))
            return Call(function, arguments, BOOL)
        if function == "?:":
            return self._choice(*arguments)
        if function in {"+", "-", "*", "/", "%"}:
            self._report(operands.arithmetic(function, arguments))
            return Call(function, arguments, _arithmetic_type(arguments))
        self._report(operands.call(function, arguments))
        if function == "string" and _kind(arguments[0]) is ScalarKind.TIMESTAMP:
            zone = Constant(self.scope.entities.time_zone, operands.STRING)
            return Call(function, (*arguments, zone), operands.STRING)
        if function in RESULTS:
            return Call(function, arguments, RESULTS[function])
        self._report((f"the function `{function}` is not part of the language",
                      operands.instead_of(function, arguments) or UNSAID))  # fmt: skip
        if function in {"duration", "timestamp"}:
            return Call(function, arguments, ScalarValue(ScalarKind(function)))
        return Call(function, arguments, operands.NULL)

    def _choice(self, test: Node, then: Node, otherwise: Node) -> Node:
        self._report(operands.condition(test))
        self._report(operands.mixed((then, otherwise)))
        types = _where(then, test, holds=True), _where(otherwise, test, holds=False)
        return Call("?:", (test, then, otherwise), operands.joined(types))


def _arithmetic_type(arguments: tuple[Node, ...]) -> ValueType:
    kinds = [_kind(argument) for argument in arguments]
    if len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] in TEMPORAL:
        return ScalarValue(ScalarKind.DURATION)
    for kind in TEMPORAL:
        if kind in kinds:
            return ScalarValue(kind)
    if isinstance(arguments[0].type, EnumValue):
        return ScalarValue(ScalarKind.STRING)
    return arguments[0].type


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
