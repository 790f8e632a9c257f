"""A checked expression -> the text of a Python expression.

Rows are objects whose references are `<name>_id`. An ordering or a test of texts with a null
operand is false. A decimal literal becomes a `Decimal`. What may be null is only read where a
condition before it says that it is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from keyword import iskeyword

from msc.expr.patterns import python_pattern
from msc.expr.presence import may_be_missing, proven
from msc.expr.scope import is_optional
from msc.expr.target import (
    Code,
    Unsupported,
    is_behind_reference,
    is_null,
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
from msc.spelling.code import attribute_name

ATOM, UNARY, PRODUCT, SUM, COMPARISON, NOT, AND, OR, TERNARY = range(9, 0, -1)
LEVELS = {
    "*": PRODUCT, "/": PRODUCT, "+": SUM, "-": SUM, "==": COMPARISON, "!=": COMPARISON,
    "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON, "in": COMPARISON,
    "&&": AND, "||": OR,
}  # fmt: skip
WORDS = {"&&": "and", "||": "or"}
OPPOSITES = {"==": "!=", "!=": "==", "in": "not in"}
# What comparisons are with their sides swapped: a literal stands on the right.
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
# What compiled expressions call.
CALLED = frozenset(["Decimal", "any", "all", "bool", "int", "len", "re", "str", "sum", "timedelta"])
TEXT_TESTS = frozenset({"startsWith", "endsWith", "contains", "matches"})
METHODS = {"startsWith": "startswith", "endsWith": "endswith"}


type Convert = Callable[[Node, str], str]
"""Makes the text of a value that of another type; the node is the value's."""


def compile_python(node: Node, names: Mapping[str, str]) -> Code:
    """The Python text of `node`.

    `names` maps a variable, or a dotted path such as `input.payment.payer`, to the Python text that
    holds it. A row that is read through a reference must be given by its path. The identifier of a
    row may be given as `input.payment.id`.
    """
    compiler = _Compiler(dict(names))
    text, _ = compiler.text(node)
    return Code(text, tuple(sorted(compiler.imports)))


def compile_value(node: Node, names: Mapping[str, str], convert: Convert) -> Code:
    """The Python text of a value to store: a row by its identifier, any other value converted."""
    compiler = _Compiler(dict(names))
    text, _ = compiler.stored(node, convert)
    return Code(text, tuple(sorted(compiler.imports)))


@dataclass(slots=True)
class _Compiler:
    names: dict[str, str]
    imports: set[tuple[str, str]] = field(default_factory=set)
    present: frozenset[str] = frozenset()

    def stored(self, node: Node, convert: Convert) -> tuple[str, int]:
        """The text of a value to store, and how tightly it binds."""
        if isinstance(node, Call) and node.function == "?:":
            condition, then, otherwise = node.arguments
            test = self._condition(condition, OR)
            one, one_level = self._knowing(condition, holds=True).stored(then, convert)
            two, _ = self._knowing(condition, holds=False).stored(otherwise, convert)
            if one == two:
                return one, one_level
            return f"{one if one_level >= OR else f'({one})'} if {test} else {two}", TERNARY
        if is_row(node):
            return convert(node, self._identifier(node)), ATOM
        text, level = self.text(node)
        return convert(node, text), level

    def _knowing(self, condition: Node, *, holds: bool) -> "_Compiler":
        """The compiler of what is evaluated only where the condition holds, or does not."""
        return replace(self, present=self.present | proven(condition, holds=holds))

    def text(self, node: Node) -> tuple[str, int]:
        """The text of the node and how tightly it binds."""
        match node:
            case Constant():
                return self._constant(node), ATOM
            case Variable() | Select():
                return self._path(node), ATOM
            case ListLiteral(items):
                inner = ", ".join(
                    self._identifier(item) if is_row(item) else self.text(item)[0] for item in items
                )
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
        if isinstance(node.type, ListValue):
            raise Unsupported(f"`{dotted}` is a page of rows; it can only be returned")
        if isinstance(node, Select) and is_row(node.operand):
            self._must_be_there(node.operand)
            if node.field == "id":
                return self._identifier(node.operand)
        if dotted in self.names:
            return self.names[dotted]
        if not isinstance(node, Select):
            raise Unsupported(f"`{dotted}` is not at hand here")
        if ".".join(path[:-1]) not in self.names and is_behind_reference(node):
            raise Unsupported(
                f"`{'.'.join(path[:-1])}` is not fetched here, only its identifier is"
            )
        return f"{self._path(node.operand)}.{attribute_name(node.field)}"

    def _must_be_there(self, node: Node) -> None:
        """Refuses to read what may be null unless a condition before it says that it is not."""
        if self._is_there(node):
            return
        named = f"`{'.'.join(path_of(node) or ())}`" if path_of(node) else "a part of this"
        raise Unsupported(f"{named} may be missing; compare it with `null` before, with `&&`")

    def _is_at_hand(self, node: Node) -> bool:
        return ".".join(path_of(node) or ()) in self.names and self._is_there(node)

    def _is_there(self, node: Node) -> bool:
        if self._is_present(node):
            return True
        if is_row(node):
            # Behind a row that had to be tested, each further one has to be tested too.
            path = path_of(node) or ()
            tested = any(".".join(path[:end]) in self.present for end in range(1, len(path)))
            return not may_be_missing(node) and not tested
        above = node.operand if isinstance(node, Select) and is_row(node.operand) else None
        return not is_optional(node.type) and (above is None or self._is_there(above))

    def _is_present(self, node: Node) -> bool:
        return ".".join(path_of(node) or ()) in self.present

    def _identifier(self, node: Node) -> str:
        """The identifier of a row, without loading it where a reference holds it."""
        path = path_of(node)
        if path is None:
            raise Unsupported("a row can only be named by a path")
        dotted = ".".join(path)
        if dotted in self.names and self._is_there(node):
            return f"{self.names[dotted]}.id"
        if f"{dotted}.id" in self.names:
            return self.names[f"{dotted}.id"]
        above = node.operand if isinstance(node, Select) and is_row(node.operand) else None
        if above is not None and (dotted not in self.names or self._is_at_hand(above)):
            self._must_be_there(above)
            return f"{self._path(above)}.{path[-1]}_id"
        if dotted in self.names:
            variable = self.names[dotted]
            return f"(None if {variable} is None else {variable}.id)"
        raise Unsupported(f"`{dotted}` is not at hand here")

    def _call(self, node: Call) -> tuple[str, int]:
        function, arguments = node.function, node.arguments
        if function in {"==", "!=", "<", "<=", ">", ">=", "in"}:
            return self._comparison(function, *arguments)
        if function in WORDS:
            return self._junction(function, arguments), LEVELS[function]
        if function == "!":
            return self._negation(arguments[0])
        if function == "?:":
            return self._choice(*arguments)
        if function in {"+", "-", "*", "/", "%"}:
            return self._arithmetic(function, arguments)
        if function in TEXT_TESTS:
            return self._text_test(function, *arguments)
        return self._function(function, arguments), ATOM

    def _negation(self, node: Node) -> tuple[str, int]:
        """The opposite; of a comparison, the opposite comparison."""
        match node:
            case Call("!", (operand,)):
                return self._condition(operand, ATOM), ATOM
            case Call(function, (left, right)) if function in OPPOSITES:
                return self._comparison(OPPOSITES[function], left, right)
        return f"not {self._at(node, NOT)}", NOT

    def _choice(self, condition: Node, then: Node, otherwise: Node) -> tuple[str, int]:
        one = self._knowing(condition, holds=True)._at(then, OR)
        two = self._knowing(condition, holds=False)._at(otherwise, OR)
        if one == two:
            return self.text(then)
        return f"{one} if {self._condition(condition, OR)} else {two}", TERNARY

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

    def _junction(self, function: str, arguments: tuple[Node, ...]) -> str:
        compiler, texts = self, []
        for argument in arguments:
            # A conjunction inside of a disjunction stands in parentheses, for the reader.
            nested = function == "||" and not (
                isinstance(argument, Call) and argument.function == "||"
            )
            texts.append(compiler._condition(argument, NOT if nested else LEVELS[function]))
            compiler = compiler._knowing(argument, holds=function == "&&")
        return f" {WORDS[function]} ".join(texts)

    def _condition(self, node: Node, level: int) -> str:
        """A truth value: null is false."""
        if isinstance(node, Select) and is_optional(node.type) and not self._is_present(node):
            return f"bool({self._path(node)})"
        return self._at(node, level)

    def _comparison(self, function: str, left: Node, right: Node) -> tuple[str, int]:
        if function in {"==", "!="}:
            for value, other in ((left, right), (right, left)):
                if is_singleton(other):
                    word = "is" if function == "==" else "is not"
                    tested = self._tested(value) if is_null(other) else self._operand(value)
                    return f"{tested} {word} {self.text(other)[0]}", COMPARISON
        if function in MIRRORED and _is_literal(left) and not _is_literal(right):
            function, left, right = MIRRORED[function], right, left
        one, other_one = self._operand(left), self._operand(right)
        text = f"{one} {function} {other_one}"
        if function in {"==", "!=", "in", "not in"}:
            return text, COMPARISON
        return self._guarded(text, ((one, left), (other_one, right)))

    def _guarded(
        self, text: str, operands: tuple[tuple[str, Node], ...], level: int = COMPARISON
    ) -> tuple[str, int]:
        """A test that is false where one of its operands is null."""
        checks = dict.fromkeys(
            f"{each} is not None"
            for each, operand in operands
            if is_optional(operand.type) and not self._is_present(operand)
        )
        return (" and ".join([*checks, text]), AND) if checks else (text, level)

    def _tested(self, node: Node) -> str:
        """What is compared with null: the row itself where it is at hand, so its type narrows."""
        dotted = ".".join(path_of(node) or ())
        return self.names[dotted] if is_row(node) and dotted in self.names else self._operand(node)

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
        for argument in arguments:
            self._must_be_there(argument)
        texts = [self.text(argument)[0] for argument in arguments]
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
        if isinstance(node.range.type, ListValue) and isinstance(node.range.type.item, RowValue):
            raise Unsupported("rows that are written out cannot be looped over; compare them")
        source = self.text(node.range)[0]
        variable = self._free(node.variable)
        inner = replace(self, names={**self.names, node.variable: variable})
        body = inner.text(node.body)[0]
        match node.kind:
            case ComprehensionKind.EXISTS:
                return f"any({body} for {variable} in {source})"
            case ComprehensionKind.ALL:
                return f"all({body} for {variable} in {source})"
            case ComprehensionKind.EXISTS_ONE:
                return f"(sum(1 for {variable} in {source} if {body}) == 1)"
            case ComprehensionKind.MAP:
                return f"[{body} for {variable} in {source}]"
            case ComprehensionKind.FILTER:
                return f"[{variable} for {variable} in {source} if {body}]"

    def _free(self, name: str) -> str:
        """A name for a variable that hides nothing of what the expression reads or calls."""
        taken = {name.partition(".")[0] for name in self.names.values()}
        while name in taken or iskeyword(name) or name in CALLED:
            name += "_"
        return name


def _is_literal(node: Node) -> bool:
    """Whether the node is written as a Python literal; a decimal is a call."""
    match node:
        case Call("-", (operand,)):
            return _is_literal(operand)
        case Call("?:", (_, then, otherwise)) if then == otherwise:
            return _is_literal(then)
        case _:
            return isinstance(node, Constant) and kind_of(node) is not ScalarKind.DECIMAL
