"""A checked expression -> the text of a SQLAlchemy expression over the data service's models.

SQL's unknown never escapes into a value, and selects no row: an ordering or a text test with a null
operand is false, and equality and membership treat null as a value, so an expression means the same
here as in Python.
"""

from msc.core.record import Record
from msc.expr.sql.compiler import Compiler
from msc.expr.sql.scope import Parameter, Scope
from msc.ir.expressions import Node
from msc.spelling.code import entity_class

__all__ = ["Parameter", "SqlCode", "compile_condition", "compile_stored"]


class SqlCode(Record):
    """The text, its imports, the entities whose models it uses, and its parameters.

    The text refers to parameters as `parameters.<name>`.
    """

    text: str
    imports: tuple[tuple[str, str], ...]
    models: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def compile_condition(body: Node, variable: str, entity: str) -> SqlCode:
    """A condition that selects rows of `entity`, bound to `variable`; null selects none."""
    compiler = Compiler(Scope({variable: entity_class(entity)}, models={entity}))
    return _code(compiler.condition(body), compiler.scope)


def compile_stored(root: Node) -> SqlCode:
    """A boolean over stored rows, as one scalar that a single SELECT yields."""
    compiler = Compiler(Scope({}))
    return _code(compiler.predicate(root), compiler.scope)


def _code(text: str, scope: Scope) -> SqlCode:
    parameters = tuple(sorted(scope.parameters.values(), key=lambda parameter: parameter.name))
    return SqlCode(text, tuple(sorted(scope.imports)), tuple(sorted(scope.models)), parameters)
