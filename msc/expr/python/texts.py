"""Target text with its precedence, so that parentheses appear only where they are needed."""

from abc import abstractmethod
from typing import Self

from msc.core.record import Mutable, field, replace
from msc.expr.python.scope import Scope
from msc.expr.target import is_row
from msc.ir.expressions import Node

ATOM, UNARY, PRODUCT, SUM, COMPARISON, NOT, AND, OR, TERNARY = range(9, 0, -1)
LEVELS = {
    "*": PRODUCT, "/": PRODUCT, "+": SUM, "-": SUM, "==": COMPARISON,
    "!=": COMPARISON, "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON,
    "in": COMPARISON, "&&": AND, "||": OR,
}  # fmt: skip

type Text = tuple[str, int]
"""A Python expression, and the level of its outermost operator."""


class Texts(Mutable):
    """Writes nodes in a scope and collects the imports of their texts."""

    scope: Scope
    imports: set[tuple[str, str]] = field(default_factory=set)

    @abstractmethod
    def text(self, node: Node) -> Text:
        """The text of the node."""

    def at(self, node: Node, level: int) -> str:
        """The text as an operand of an operator with this precedence."""
        text, own = self.text(node)
        return text if own >= level else f"({text})"

    def operand(self, node: Node) -> str:
        """The text as an operand of a comparison; a row is compared by its identifier."""
        return self.scope.identifier(node) if is_row(node) else self.at(node, SUM)

    def knowing(self, condition: Node, *, holds: bool) -> Self:
        """A writer for code that runs only if the condition holds, or only if it fails."""
        return replace(self, scope=self.scope.knowing(condition, holds=holds))

    def use(self, module: str, name: str) -> str:
        """The imported name."""
        self.imports.add((module, name))
        return name
