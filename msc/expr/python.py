"""A checked expression -> the text of a Python expression.

Rows are objects whose references are `<name>_id`. An ordering or a test of texts with a null
operand is false. A decimal literal becomes a `Decimal`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msc.expr.patterns import python_pattern
from msc.expr.scope import is_optional
from msc.expr.target import (
    Code,
    Unsupported,
    is_behind_reference,
    is_row,
    is_singleton,
    kind_of,
    path_of,
)
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    Select,
    Variable,
)

ATOM, UNARY, PRODUCT, SUM, COMPARISON, NOT, AND, OR, TERNARY = range(9, 0, -1)
LEVELS = {
    "*": PRODUCT, "/": PRODUCT, "+": SUM, "-": SUM, "==": COMPARISON, "!=": COMPARISON,
    "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON, "in": COMPARISON,
    "&&": AND, "||": OR,
}  # fmt: skip
WORDS = {"&&": "and", "||": "or"}
TEXT_TESTS = frozenset({"startsWith", "endsWith", "contains", "matches"})
METHODS = {"startsWith": "startswith", "endsWith": "endswith"}


def compile_python(node: Node, names: Mapping[str, str]) -> Code:
    """The Python text of `node`.

    `names` maps a variable, or a dotted path such as `input.payment.payer`, to the Python text that
    holds it. A row that is read through a reference must be given by its path.
    """
    compiler = _Compiler(dict(names))
    text, _ = compiler.text(node)
    return Code(text, tuple(sorted(compiler.imports)))


def constant_text(constant: Constant) -> Code:
    """The Python text of a literal."""
    compiler = _Compiler({})
    text, _ = compiler.text(constant)
    return Code(text, tuple(sorted(compiler.imports)))


@dataclass(slots=True)
class _Compiler:
    names: dict[str, str]
    imports: set[tuple[str, str]] = field(default_factory=set)

    def text(self, node: Node) -> tuple[str, int]:
        """The text of the node and how tightly it binds."""
        match node:
            case Constant():
                return self._constant(node), ATOM
            case Variable() | Select():
                return self._path(node), ATOM
            case ListLiteral(items):
                inner = ", ".join(self.text(each)[0] for each in items)
                return f"({inner},)" if len(items) == 1 else f"({inner})", ATOM
            case Call():
                return self._call(node)
            case Comprehension():
                return self._comprehension(node), ATOM

    def _at(self, node: Node, level: int) -> str:
        text, own = self.text(node)
        return text if own >= level else f"({text})"

    def _constant(self, node: Constant) -> str:
        if kind_of(node) is ScalarKind.DECIMAL:
            self.imports.add(("decimal", "Decimal"))
            value = str(node.value)
            return f'Decimal("{value.removesuffix(".0")}")'
        return repr(node.value)

    def _path(self, node: Node) -> str:
        path = path_of(node)
        if path is None:
            raise Unsupported("a field can only be read from a named row")
        dotted = ".".join(path)
        if dotted in self.names:
            return self.names[dotted]
        if not isinstance(node, Select):
            raise Unsupported(f"`{dotted}` is not at hand here")
        if node.field == "id" and isinstance(node.operand, Select) and is_row(node.operand):
            return self._identifier(node.operand)
        if is_row(node.operand) and is_optional(node.operand.type):
            row = ".".join(path[:-1])
            raise Unsupported(f"`{row}` may be null, so its fields cannot be read here")
        if ".".join(path[:-1]) not in self.names and is_behind_reference(node):
            raise Unsupported(
                f"`{'.'.join(path[:-1])}` is not fetched here, only its identifier is"
            )
        return f"{self._path(node.operand)}.{node.field}"

    def _identifier(self, node: Node) -> str:
        """The identifier of a row, without loading it where a reference holds it."""
        dotted = ".".join(path_of(node) or ())
        if dotted in self.names:
            return f"{self.names[dotted]}.id"
        if isinstance(node, Select) and isinstance(node.operand.type, RowValue):
            return f"{self._path(node.operand)}.{node.field}_id"
        return f"{self._path(node)}.id"

    def _call(self, node: Call) -> tuple[str, int]:
        function, arguments = node.function, node.arguments
        if function in {"==", "!=", "<", "<=", ">", ">=", "in"}:
            return self._comparison(function, *arguments)
        if function in WORDS:
            level = LEVELS[function]
            return f" {WORDS[function]} ".join(self._at(each, level) for each in arguments), level
        if function == "!":
            return f"not {self._at(arguments[0], NOT)}", NOT
        if function == "?:":
            condition, then, otherwise = (self._at(each, OR) for each in arguments)
            return f"{then} if {condition} else {otherwise}", TERNARY
        if function in {"+", "-", "*", "/", "%"}:
            return self._arithmetic(function, arguments)
        if function in TEXT_TESTS:
            return self._text_test(function, *arguments)
        return self._function(function, arguments), ATOM

    def _text_test(self, function: str, target: Node, part: Node) -> tuple[str, int]:
        one, other = self._at(target, ATOM), self._at(part, SUM)
        operands = ((one, target), (other, part))
        match function:
            case "contains":
                return self._guarded(f"{other} in {self._at(target, SUM)}", operands)
            case "matches" if isinstance(part, Constant):
                self.imports.add(("re", ""))
                pattern = repr(python_pattern(str(part.value)))
                text = f"re.search({pattern}, {self.text(target)[0]}, re.ASCII) is not None"
                return self._guarded(text, operands[:1])
            case "startsWith" | "endsWith":
                text = f"{one}.{METHODS[function]}({self.text(part)[0]})"
                return self._guarded(text, operands, ATOM)
        raise Unsupported("a pattern is written out")

    def _comparison(self, function: str, left: Node, right: Node) -> tuple[str, int]:
        if function in {"==", "!="}:
            for value, other in ((left, right), (right, left)):
                if is_singleton(other):
                    word = "is" if function == "==" else "is not"
                    return f"{self._operand(value)} {word} {self.text(other)[0]}", COMPARISON
        one, other_one = self._operand(left), self._operand(right)
        text = f"{one} {function} {other_one}"
        if function in {"==", "!=", "in"}:
            return text, COMPARISON
        return self._guarded(text, ((one, left), (other_one, right)))

    def _guarded(
        self, text: str, operands: tuple[tuple[str, Node], ...], level: int = COMPARISON
    ) -> tuple[str, int]:
        """A test that is false where one of its operands is null."""
        checks = dict.fromkeys(
            f"{each} is not None" for each, operand in operands if is_optional(operand.type)
        )
        return (" and ".join([*checks, text]), AND) if checks else (text, level)

    def _operand(self, node: Node) -> str:
        return self._identifier(node) if is_row(node) else self._at(node, SUM)

    def _arithmetic(self, function: str, arguments: tuple[Node, ...]) -> tuple[str, int]:
        if len(arguments) == 1:
            return f"-{self._at(arguments[0], UNARY)}", UNARY
        left, right = arguments
        if function in {"/", "%"} and kind_of(left) is ScalarKind.INT:
            raise Unsupported(
                "whole numbers cannot be divided; write `double(…)` around one of them"
            )
        level = LEVELS.get(function, PRODUCT)
        return f"{self._at(left, level)} {function} {self._at(right, level + 1)}", level

    def _function(self, function: str, arguments: tuple[Node, ...]) -> str:
        texts = [self.text(each)[0] for each in arguments]
        match function, texts:
            case "size", [value]:
                return f"len({value})"
            case "days" | "hours" | "minutes", [value]:
                self.imports.add(("datetime", "timedelta"))
                return f"timedelta({function}={value})"
            case "double", [value]:
                self.imports.add(("decimal", "Decimal"))
                return f"Decimal({value})"
            case "int", [value]:
                return f"int({value})"
            case "string", [value]:
                return f"str({value})"
            case "sum", [value]:
                self.imports.add(("decimal", "Decimal"))
                return f"sum({value}, Decimal(0))"
        raise Unsupported(f"`{function}` cannot be used here")

    def _comprehension(self, node: Comprehension) -> str:
        if isinstance(node.range.type, ListValue) and node.range.type.stored:
            raise Unsupported("stored rows are only read by rules, lists and jobs")
        source = self.text(node.range)[0]
        inner = _Compiler({**self.names, node.variable: node.variable}, self.imports)
        body = inner.text(node.body)[0]
        match node.kind:
            case ComprehensionKind.EXISTS:
                return f"any({body} for {node.variable} in {source})"
            case ComprehensionKind.ALL:
                return f"all({body} for {node.variable} in {source})"
            case ComprehensionKind.EXISTS_ONE:
                return f"(sum(1 for {node.variable} in {source} if {body}) == 1)"
            case ComprehensionKind.MAP:
                return f"[{body} for {node.variable} in {source}]"
            case ComprehensionKind.FILTER:
                return f"[{node.variable} for {node.variable} in {source} if {body}]"
