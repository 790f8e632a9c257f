"""A checked expression -> the text of a MongoDB filter, for predicates over one document.

Documents hold what JSON holds: identifiers and dates as texts, and decimals, too, which therefore
have no order. Moments are kept in milliseconds. An ordering with a null operand is false.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from msc.expr.scope import is_optional
from msc.expr.sql import Parameter
from msc.expr.target import (
    Unsupported,
    is_behind_reference,
    is_null,
    is_row,
    kind_of,
    path_of,
)
from msc.ir.expressions import Call, Constant, ListLiteral, Node, ScalarKind, ScalarValue

OPERATORS = {"==": "$eq", "!=": "$ne", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
UUID = ScalarKind.UUID
AS_TEXT: dict[ScalarKind | None, Callable[[str], str]] = {
    ScalarKind.UUID: lambda text: f"str({text})",
    ScalarKind.DATE: lambda text: f"{text}.isoformat()",
}
UNEQUAL = frozenset({ScalarKind.DECIMAL, ScalarKind.JSON, ScalarKind.DURATION})


def compile_filter(node: Node, variable: str) -> tuple[str, tuple[Parameter, ...]]:
    """The text of the filter and its parameters, which it names `parameters.<name>`."""
    compiler = _Compiler(variable)
    text = compiler.filter(node)
    return text, tuple(sorted(compiler.parameters.values(), key=lambda each: each.name))


@dataclass(slots=True)
class _Compiler:
    variable: str
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def filter(self, node: Node) -> str:
        """A filter; a document matches it or does not, there is no unknown."""
        match node:
            case Call("&&" | "||" as function, arguments):
                word = "$and" if function == "&&" else "$or"
                return f'{{"{word}": [{", ".join(map(self.filter, arguments))}]}}'
            case Call("!", (operand,)):
                return f'{{"$nor": [{self.filter(operand)}]}}'
            case Call("==" | "!=" | "<" | "<=" | ">" | ">=" as function, (left, right)):
                return self._comparison(function, left, right)
            case Call("in", (item, ListLiteral(items))):
                values = ", ".join(self._value(each) for each in items)
                return f'{{"{self._compared(item)}": {{"$in": [{values}]}}}}'
            case Constant(bool(value)):
                return "{}" if value else '{"$nor": [{}]}'
            case _ if kind_of(node) is ScalarKind.BOOL and self._field(node) is not None:
                return f'{{"{self._field(node)}": True}}'
        raise Unsupported("MongoDB cannot evaluate this condition")

    def _comparison(self, function: str, left: Node, right: Node) -> str:
        if self._field(left) is None:
            left, right, function = right, left, MIRRORED[function]
        if is_null(right):
            return f'{{"{self._named(left)}": {{"{OPERATORS[function]}": None}}}}'
        test = f'"{OPERATORS[function]}": {self._value(right)}'
        if function in {"<=", ">="} and is_optional(right.type):
            # To MongoDB, null is at most null.
            test += ', "$ne": None'
        return f'{{"{self._compared(left)}": {{{test}}}}}'

    def _compared(self, node: Node) -> str:
        if kind_of(node) in UNEQUAL:
            raise Unsupported("MongoDB keeps decimals as texts, which have no order")
        return self._named(node)

    def _named(self, node: Node) -> str:
        name = self._field(node)
        if name is None:
            raise Unsupported("one side of a comparison must be a field of the document")
        return name

    def _field(self, node: Node) -> str | None:
        path = path_of(node)
        if path in {(self.variable,), (self.variable, "id")}:
            return "_id"
        if path is None or path[0] != self.variable or len(path) != 2:
            return None
        return f"{path[1]}_id" if is_row(node) else path[1]

    def _value(self, node: Node) -> str:
        if isinstance(node, Constant):
            return repr(node.value)
        path = path_of(node)
        if path is None or path[0] == self.variable or is_behind_reference(node):
            raise Unsupported("a document can only be compared with plain values")
        full = (*path, "id") if is_row(node) else path
        kind = UUID if is_row(node) else kind_of(node)
        if kind in AS_TEXT and is_optional(node.type):
            raise Unsupported(f"`{'.'.join(path)}` may be null here; test it first")
        name = "_".join(full)
        self.parameters[name] = Parameter(
            name, ScalarValue(UUID) if is_row(node) else node.type, full
        )
        return AS_TEXT.get(kind, str)(f"parameters.{name}")
