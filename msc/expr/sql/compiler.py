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

    def predicate(self, node: Node) -> str:
        match node:
            case Call("&&" | "||", arguments):
                return junction(self, node.function, arguments)
            case Call("?:", (condition, then, otherwise)):
                return choice(self, condition, self.predicate(then), self.predicate(otherwise))
            case Call("!", (operand,)):
                return f"{self.scope.use('not_')}({self.predicate(operand)})"
            case Call("==" | "!=" | "<" | "<=" | ">" | ">=", (left, right)):
                return comparison(self, node.function, left, right)
            case Call("in", (item, ListLiteral(items))):
                return membership(self, item, items)
            case Call("startsWith" | "endsWith" | "contains", (target, part)):
                return text_test(self, node.function, target, part)
            case Comprehension():
                return quantified(self, node)
            case Constant(bool(value)):
                return f"{self.scope.use('true' if value else 'false')}()"
            case _ if kind_of(node) is ScalarKind.BOOL:
                return f"{self.column(node)}.is_(True)"
        raise unsupported(node)

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
