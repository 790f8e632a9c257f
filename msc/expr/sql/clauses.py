"""Operands and subqueries, shared by conditions and values."""

from abc import abstractmethod
from typing import Self

from msc.core.record import Mutable, Record
from msc.expr.scope import is_optional
from msc.expr.sql.scope import Scope
from msc.expr.sql.types import sql_type
from msc.expr.target import Unsupported, is_null, kind_of, path_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    Variable,
)
from msc.spelling.code import entity_class

SMALL = range(-(2**31), 2**31)


class Selection(Record):
    """The entity of a collection and the conditions on its rows."""

    entity: str
    conditions: tuple[str, ...] = ()


class Clauses(Mutable):
    """Writes the clauses of one query or of one of its subqueries."""

    scope: Scope

    @abstractmethod
    def predicate(self, node: Node) -> str:
        """A boolean clause; it is never null."""

    @abstractmethod
    def condition(self, node: Node) -> str:
        """A boolean clause that is true where the predicate is, and false or null elsewhere.

        A selection makes no difference between the two, and indexes serve only what is not closed
        over null: no index serves `IS NOT DISTINCT FROM` or `coalesce(a < b, false)`.
        """

    @abstractmethod
    def value(self, node: Node) -> str:
        """A value: a column, a parameter, a literal, an aggregate or an expression over them."""

    def inside(self, variable: str, entity: str) -> Self:
        """Writes a subquery over rows of the entity."""
        return type(self)(self.scope.inside(variable, entity))

    def column(self, node: Node) -> str:
        """A value with the methods of a SQLAlchemy expression."""
        text = self.value(node)
        if not self.scope.is_parameter(node) or is_null(node):
            return text if not is_null(node) else f"{self.scope.use('null')}()"
        name, type_ = sql_type(node)
        self.scope.use(name)
        return f"{self.scope.use('literal')}({text}, {type_})"

    def beside(self, node: Node, other: Node) -> str:
        """A value as an operand of another one, whose column determines its type."""
        plain = path_of(other) is not None and not self.scope.is_parameter(other)
        safe = kind_of(node) is not ScalarKind.DECIMAL and not is_optional(node.type)
        if plain and safe and self.scope.is_parameter(node):
            return self.value(node)
        small = isinstance(node, Constant) and type(node.value) is int and node.value in SMALL
        return self.value(node) if small else self.column(node)

    def selection(self, node: Node) -> Selection:
        """The rows of a collection, filtered or not."""
        match node:
            case Variable(type=ListValue(RowValue(entity), True)):
                if entity_class(entity) in self.scope.rows.values():
                    raise Unsupported("a collection cannot be compared with itself")
                return Selection(entity)
            case Comprehension(ComprehensionKind.FILTER, source, variable, body):
                rows = self.selection(source)
                clause = self.inside(variable, rows.entity).condition(body)
                return Selection(rows.entity, (*rows.conditions, clause))
        raise Unsupported("only stored rows can be filtered in the database")


def sole(value: str) -> str:
    """A value as the only argument of a call, which needs no parentheses of its own."""
    return value[1:-1] if value.startswith("(") else value


def unsupported(node: Node) -> Unsupported:
    """The error for an expression that the database cannot evaluate."""
    match node:
        case Call(function):
            what = f"`{function}`"
        case Comprehension(kind):
            what = f"`{kind}` here"
        case _:
            what = "this"
    return Unsupported(f"the database cannot evaluate {what}")
