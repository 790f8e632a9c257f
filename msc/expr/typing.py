"""A raw tree that CEL has accepted -> a typed tree, and what CEL's types are too coarse to see."""

from dataclasses import dataclass, field

from msc.core.naming import closest
from msc.expr.scope import Scope, describe, fields_of, is_optional
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
LOGIC = frozenset({"&&", "||", "!"})
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
    """Types one tree; `problems` holds what is wrong with it beyond CEL's own view."""

    scope: Scope
    problems: list[str] = field(default_factory=list)

    def node(self, raw: Raw, variables: dict[str, ValueType]) -> Node:
        """The typed node of a raw one."""
        match raw:
            case RawConstant():
                return _constant(raw)
            case RawName(name):
                return self._name(name, variables)
            case RawSelect(operand, name, test_only):
                return self._select(self.node(operand, variables), name, test_only)
            case RawList(items):
                typed = tuple(self.node(each, variables) for each in items)
                item = typed[0].type if typed else ScalarValue(ScalarKind.NULL)
                return ListLiteral(typed, ListValue(item))
            case RawMacro():
                return self._macro(raw, variables)
            case RawCall(function, target, arguments):
                before = () if target is None else (target,)
                typed = tuple(self.node(each, variables) for each in (*before, *arguments))
                return self._call(OPERATORS.get(function, function), typed)
            case RawOther(what):
                self.problems.append(f"{what} is not part of the language")
                return Constant(None, ScalarValue(ScalarKind.NULL))

    def _name(self, name: str, variables: dict[str, ValueType]) -> Node:
        if name in variables:
            return Variable(name, variables[name])
        record, _, rest = name.partition(".")
        return self._select(Variable(record, variables[record]), rest, test_only=False)

    def _select(self, operand: Node, name: str, test_only: bool) -> Node:
        type_ = fields_of(operand.type, self.scope.entities)[name]
        selected = Select(operand, name, type_)
        if not test_only:
            return selected
        return Call("!=", (selected, Constant(None, ScalarValue(ScalarKind.NULL))), BOOL)

    def _macro(self, raw: RawMacro, variables: dict[str, ValueType]) -> Node:
        source = self.node(raw.range, variables)
        if not isinstance(source.type, ListValue):
            self.problems.append("a macro needs a list")
            return source
        inner = {**variables, raw.variable: source.type.item}
        body = self.node(raw.body, inner)
        kind = ComprehensionKind(raw.kind)
        type_: ValueType = BOOL
        if kind is ComprehensionKind.FILTER:
            type_ = source.type
        elif kind is ComprehensionKind.MAP:
            type_ = ListValue(body.type, source.type.stored)
        return Comprehension(kind, source, raw.variable, body, type_)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        if function in COMPARISONS:
            self._comparison(function, *arguments)
            return Call(function, arguments, BOOL)
        if function in LOGIC:
            return Call(function, arguments, BOOL)
        if function == "in":
            self._membership(*arguments)
        if function in RESULTS:
            return Call(function, arguments, RESULTS[function])
        if function == "?:":
            return Call(function, arguments, arguments[1].type)
        if function in {"+", "-", "*", "/", "%"}:
            return Call(function, arguments, self._arithmetic(function, arguments))
        if function in {"duration", "timestamp"}:
            return Call(function, arguments, ScalarValue(ScalarKind(function)))
        self.problems.append(f"the function `{function}` is not part of the language")
        return Call(function, arguments, ScalarValue(ScalarKind.NULL))

    def _comparison(self, function: str, left: Node, right: Node) -> None:
        for one, other in ((left, right), (right, left)):
            self._word(one.type, other)
        if {_kind(left), _kind(right)} == {ScalarKind.DATE, ScalarKind.TIMESTAMP}:
            self.problems.append("a date cannot be compared with a moment: use `today` or a date")
        rows = [each for each in (left.type, right.type) if isinstance(each, RowValue)]
        if len({each.entity for each in rows}) == 2:
            self.problems.append(f"{describe(rows[0])} is never {describe(rows[1])}")
        if rows and function not in {"==", "!="}:
            self.problems.append("rows can only be compared with `==` and `!=`")

    def _membership(self, item: Node, collection: Node) -> None:
        if isinstance(collection, ListLiteral):
            for each in collection.items:
                self._word(item.type, each)

    def _word(self, type_: ValueType, other: Node) -> None:
        if not isinstance(type_, EnumValue) or not isinstance(other, Constant):
            return
        if isinstance(other.value, str) and other.value not in type_.values:
            near = closest(other.value, type_.values)
            hint = f"did you mean `{near}`?" if near else f"it has {', '.join(type_.values)}"
            self.problems.append(f"`{other.value}` is not a value of {type_.name}: {hint}")

    def _arithmetic(self, function: str, arguments: tuple[Node, ...]) -> ValueType:
        if any(is_optional(each.type) for each in arguments):
            self.problems.append(f"`{function}` cannot be applied to a value that may be null")
        kinds = [_kind(each) for each in arguments]
        if len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] in {
            ScalarKind.DATE, ScalarKind.TIMESTAMP,
        }:  # fmt: skip
            return ScalarValue(ScalarKind.DURATION)
        for kind in (ScalarKind.DATE, ScalarKind.TIMESTAMP):
            if kind in kinds:
                return ScalarValue(kind)
        return arguments[0].type


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
