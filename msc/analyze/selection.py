"""A collection expression -> a named query that its data service runs."""

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.expr.scope import Scope
from msc.expr.sql import compile_condition
from msc.expr.target import Unsupported
from msc.ir.behaviour import Query
from msc.ir.expressions import (
    Comprehension,
    ComprehensionKind,
    Expression,
    ListValue,
    RowValue,
    Variable,
)
from msc.model.places import Path


def selection(context: Context, text: str, scope: Scope, path: Path, name: str) -> Query | None:
    """The query, or None after reporting what is wrong."""
    expression = context.expression(text, scope, path)
    if expression is None:
        return None
    match expression.root:
        case Variable(type=ListValue(RowValue(entity), True)):
            return Query(name, entity, "row", None)
        case Comprehension(
            ComprehensionKind.FILTER,
            Variable(type=ListValue(RowValue(entity), True)),
            variable,
            body,
        ):
            condition = Expression(expression.source, body)
            try:
                compile_condition(body, variable, entity)
            except Unsupported as reason:
                context.report(codes.NOT_COMPILABLE, path, reason=reason)
                return None
            return Query(name, entity, variable, condition)
    context.report(
        codes.NOT_COMPILABLE, path, reason="rows are chosen by a collection, or by its `filter`"
    )
    return None
