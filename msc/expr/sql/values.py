"""Values: literals, arithmetic, conversions and aggregates."""

from msc.expr.sql.clauses import Clauses, sole
from msc.expr.sql.types import is_text
from msc.expr.target import Unsupported, kind_of
from msc.ir.expressions import Call, Constant, Node, ScalarKind
from msc.spelling.code import entity_class


def constant(clauses: Clauses, node: Constant) -> str:
    """A literal."""
    if kind_of(node) is ScalarKind.DECIMAL:
        name = clauses.scope.use("Decimal", "decimal")
        return f'{name}("{str(node.value).removesuffix(".0")}")'
    if isinstance(node.value, str) and "\0" in node.value:
        raise Unsupported("the database cannot store the character U+0000")
    return repr(node.value)


def size(clauses: Clauses, node: Node) -> str:
    """The length of a text or the number of rows of a collection."""
    if not is_text(node):
        return aggregate(clauses, node, "count()")
    if clauses.scope.is_parameter(node):
        return f"len({sole(clauses.value(node))})"
    return f"{clauses.scope.use('func')}.length({sole(clauses.value(node))})"


def duration(clauses: Clauses, unit: str, amount: Node) -> str:
    """A number of days, hours or minutes."""
    if not clauses.scope.is_parameter(amount):
        raise Unsupported(f"`{unit}` needs a number that does not depend on the row")
    return f"{clauses.scope.use('timedelta', 'datetime')}({unit}={clauses.value(amount)})"


def rounded(clauses: Clauses, number: Node, places: Node) -> str:
    """A rounding to decimal places."""
    if not clauses.scope.is_parameter(number):
        raise Unsupported(
            "the database rounds a half away from zero, and not to the even neighbour; "
            "round where the value is stored"
        )
    return f"round({sole(clauses.value(number))}, {clauses.value(places)})"


def arithmetic(clauses: Clauses, function: str, left: Node, right: Node) -> str:
    """An arithmetic operator on numbers, texts, dates or timestamps."""
    if clauses.scope.is_parameter(left) and clauses.scope.is_parameter(right):
        return f"({clauses.value(left)} {function} {clauses.value(right)})"
    if ScalarKind.DATE in (kind_of(left), kind_of(right)):
        return _moved_date(clauses, function, left, right)
    return f"({clauses.column(left)} {function} {clauses.beside(right, left)})"


def _moved_date(clauses: Clauses, function: str, left: Node, right: Node) -> str:
    """A date plus a number of days; adding an interval would yield a timestamp."""
    day, moved = (left, right) if kind_of(left) is ScalarKind.DATE else (right, left)
    is_parameter = clauses.scope.is_parameter
    if isinstance(moved, Call) and moved.function == "days" and is_parameter(moved):
        return f"({clauses.column(day)} {function} {clauses.value(moved.arguments[0])})"
    raise Unsupported(
        "the database cannot subtract dates; compare one with the other's `+ days(…)`"
    )


def conversion(clauses: Clauses, function: str, inner: Node) -> str:
    """A type conversion."""
    text, kind, scope = clauses.value(inner), kind_of(inner), clauses.scope
    if function == "string" and kind is not None and not is_text(inner):
        if kind is ScalarKind.TIMESTAMP:
            raise Unsupported(
                "the database formats a datetime differently; compare the datetime itself"
            )
        if scope.is_parameter(inner):
            if kind is ScalarKind.DECIMAL:
                return f'format({text}, "f")'
            return f"str({sole(text)})"
        if kind is ScalarKind.DECIMAL:
            raise Unsupported("the database writes a decimal in another way; compare it itself")
        return f"{scope.use('cast')}({text}, {scope.use('String')}())"
    if function == "double" and kind is ScalarKind.INT:
        if scope.is_parameter(inner):
            return f"{scope.use('Decimal', 'decimal')}({sole(text)})"
        return f"{scope.use('cast')}({text}, {scope.use('Numeric')}())"
    if function == "int" and kind is ScalarKind.DECIMAL:
        function = "int" if scope.is_parameter(inner) else f"{scope.use('func')}.trunc"
        return f"{function}({sole(text)})"
    return text


def aggregate(clauses: Clauses, collection: Node, function: str) -> str:
    """An aggregate over the rows of a collection, as a scalar."""
    rows, scope = clauses.selection(collection), clauses.scope
    scope.models.add(rows.entity)
    selected = f"{scope.use('select')}({scope.use('func')}.{function})"
    text = f"{selected}.select_from({entity_class(rows.entity)})"
    where = f".where({', '.join(rows.conditions)})" if rows.conditions else ""
    return f"{text}{where}{scope.correlation()}.scalar_subquery()"


def total(clauses: Clauses, source: Node, variable: str, body: Node) -> str:
    """The sum of a value over the rows of a collection."""
    column = clauses.inside(variable, clauses.selection(source).entity).column(body)
    sum_ = f"{clauses.scope.use('func')}.sum({sole(column)})"
    return aggregate(clauses, source, f"coalesce({sum_}, 0)")
