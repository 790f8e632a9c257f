"""The compiler: dispatches each kind of node to the function that writes it."""

from msc.expr.sql.clauses import Clauses, sole, unsupported
from msc.expr.sql.predicates import choice, comparison, junction, membership, quantified, text_test
from msc.expr.sql.values import arithmetic, constant, conversion, duration, rounded, size, total
from msc.expr.target import kind_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    Node,
    ScalarKind,
    Select,
    Variable,
)


class Compiler(Clauses):
    """Compiles the part of the language that the database can evaluate."""

    def condition(self, node: Node) -> str:
        match node:
            case Call("&&" | "||", arguments):
                return junction(self.scope, node.function, arguments, self.condition)
        return self._test(node, closed=False) or self.predicate(node)

    def predicate(self, node: Node) -> str:
        test = self._test(node, closed=True)
        if test is not None:
            return test
        match node:
            case Call("&&" | "||", arguments):
                return junction(self.scope, node.function, arguments, self.predicate)
            case Call("?:", (condition, then, otherwise)):
                return choice(self, condition, self.predicate(then), self.predicate(otherwise))
            case Call("!", (operand,)):
                return f"{self.scope.use('not_')}({self.predicate(operand)})"
            case Comprehension():
                return quantified(self, node)
            case Constant(bool(value)):
                return f"{self.scope.use('true' if value else 'false')}()"
            case _ if kind_of(node) is ScalarKind.BOOL:
                return f"{self.column(node)}.is_(True)"
        raise unsupported(node)

    def _test(self, node: Node, *, closed: bool) -> str | None:
        """A test that is null where an operand is, unless it is closed; None for anything else."""
        match node:
            case Call("==" | "!=" | "<" | "<=" | ">" | ">=", (left, right)):
                return comparison(self, node.function, left, right, closed=closed)
            case Call("in", (item, ListLiteral(items))):
                return membership(self, item, items, closed=closed)
            case Call("startsWith" | "endsWith" | "contains", (target, part)):
                return text_test(self, node.function, target, part, closed=closed)
        return None

    def value(self, node: Node) -> str:
        match node:
            case Constant():
                return constant(self, node)
            case Variable() | Select():
                return self.scope.reference(node)
            case Call("?:", (condition, then, otherwise)):
                return choice(
                    self, condition, sole(self.column(then)), sole(self.column(otherwise))
                )
            case Call("size", (counted,)):
                return size(self, counted)
            case Call("sum", (Comprehension(ComprehensionKind.MAP, source, variable, body),)):
                return total(self, source, variable, body)
            case Call("round", (number, places)):
                return rounded(self, number, places)
            case Call("days" | "hours" | "minutes", (amount,)):
                return duration(self, node.function, amount)
            case Call("-", (operand,)):
                return f"(-{self.value(operand)})"
            case Call("+" | "-" | "*", (left, right)):
                return arithmetic(self, node.function, left, right)
            case Call("double" | "int" | "string", (inner, *_)):
                return conversion(self, node.function, inner)
        raise unsupported(node)
