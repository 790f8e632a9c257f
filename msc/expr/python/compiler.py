"""The compiler: dispatches each kind of node to the function that writes it."""

from collections.abc import Callable

from msc.core.record import replace
from msc.expr.python.conditions import (
    COMPARISONS,
    TEXT_TESTS,
    WORDS,
    comparison,
    condition,
    junction,
    negation,
    text_test,
)
from msc.expr.python.texts import ATOM, OR, TERNARY, Text, Texts
from msc.expr.python.values import (
    ARITHMETIC,
    arithmetic,
    comprehension,
    constant,
    function_call,
    refuse_rows,
    written_list,
)
from msc.expr.target import is_row
from msc.ir.expressions import (
    Call,
    Comprehension,
    Constant,
    ListLiteral,
    Node,
    Select,
    Variable,
)

type Convert = Callable[[Node, str], str]
"""Makes the text of a value that of another type; the node is the value's."""


class Compiler(Texts):
    """Compiles the whole language."""

    def text(self, node: Node) -> Text:
        match node:
            case Constant():
                return constant(self, node), ATOM
            case Variable() | Select():
                return self.scope.path(node), ATOM
            case ListLiteral(items):
                return written_list(self, items), ATOM
            case Call(function, arguments):
                return self._call(function, arguments)
            case Comprehension():
                return self._comprehension(node), ATOM

    def stored(self, node: Node, convert: Convert) -> Text:
        """The text of a value to store."""
        if isinstance(node, Call) and node.function == "?:":
            test, then, otherwise = node.arguments
            condition_text = condition(self, test, OR)
            one, one_level = self.knowing(test, holds=True).stored(then, convert)
            two, _ = self.knowing(test, holds=False).stored(otherwise, convert)
            if one == two:
                return one, one_level
            return (
                f"{one if one_level >= OR else f'({one})'} if {condition_text} else {two}",
                TERNARY,
            )
        if is_row(node):
            return convert(node, self.scope.identifier(node)), ATOM
        text, level = self.text(node)
        return convert(node, text), level

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Text:
        if function in COMPARISONS:
            return comparison(self, function, *arguments)
        if function in WORDS:
            return junction(self, function, arguments)
        if function == "!":
            return negation(self, arguments[0])
        if function == "?:":
            return self._choice(*arguments)
        if function in ARITHMETIC:
            return arithmetic(self, function, arguments)
        if function in TEXT_TESTS:
            return text_test(self, function, *arguments)
        return function_call(self, function, arguments), ATOM

    def _choice(self, test: Node, then: Node, otherwise: Node) -> Text:
        one = self.knowing(test, holds=True).at(then, OR)
        two = self.knowing(test, holds=False).at(otherwise, OR)
        if one == two:
            return self.text(then)
        return f"{one} if {condition(self, test, OR)} else {two}", TERNARY

    def _comprehension(self, node: Comprehension) -> str:
        refuse_rows(node)
        source = self.text(node.range)[0]
        scope, variable = self.scope.with_variable(node.variable)
        body = replace(self, scope=scope).text(node.body)[0]
        return comprehension(source, body, variable, node.kind)
