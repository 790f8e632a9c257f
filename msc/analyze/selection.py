"""A collection expression -> a named query that its data service runs."""

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.expr.scope import Scope
from msc.expr.sql import compile_condition
from msc.expr.target import Unsupported
from msc.ir.expressions import (
    Comprehension,
    ComprehensionKind,
    Expression,
    ListValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    Variable,
)
from msc.ir.steps import Query
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
            return _filtered(context, Query(name, entity, variable, None), expression, path)
        case Comprehension(body=body) if body.type != ScalarValue(ScalarKind.BOOL):
            reason = "a list of values is not a selection of rows"
        case _:
            reason = "use a collection, or one `filter` of it"
    context.report(codes.NOT_COMPILABLE, path, reason=reason, suggestion=codes.ELSEWHERE)
    return None


def _filtered(context: Context, query: Query, whole: Expression, path: Path) -> Query | None:
    assert isinstance(whole.root, Comprehension)
    condition = Expression(whole.source, whole.root.body)
    try:
        compile_condition(condition.root, query.variable, query.entity)
    except Unsupported as reason:
        context.report(codes.NOT_COMPILABLE, path, reason=reason, suggestion=codes.ELSEWHERE)
        return None
    return Query(query.name, query.entity, query.variable, condition)
