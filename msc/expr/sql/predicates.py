"""Boolean clauses: comparisons, membership, choices, tests and quantifiers.

A clause is closed over null, so that it is never null itself, unless it is written for a condition.
"""

from collections.abc import Callable

from msc.expr.scope import is_optional
from msc.expr.sql.clauses import Clauses, sole
from msc.expr.sql.scope import Scope
from msc.expr.sql.types import is_text
from msc.expr.target import Unsupported, is_singleton
from msc.ir.expressions import Call, Comprehension, ComprehensionKind, Node
from msc.spelling.code import entity_class

MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def junction(
    scope: Scope, function: str, arguments: tuple[Node, ...], clause: Callable[[Node], str]
) -> str:
    """A conjunction or a disjunction."""
    word = scope.use("and_" if function == "&&" else "or_")
    inner = ", ".join(clause(argument) for argument in _flat(function, arguments))
    return f"{word}({inner})"


def comparison(clauses: Clauses, function: str, left: Node, right: Node, *, closed: bool) -> str:
    """A comparison, with a column on its left side."""
    is_parameter = clauses.scope.is_parameter
    if is_parameter(left) and not is_parameter(right):
        left, right, function = right, left, MIRRORED[function]
    if function in {"==", "!="}:
        return _equality(clauses, function, left, right, closed=closed)
    one, other = clauses.column(left), clauses.beside(right, left)
    if is_text(left):
        # CEL orders texts by code point, whatever the database's locale is.
        one = f'{one}.collate("C")'
    return _closed(clauses, f"{one} {function} {other}", left, right, closed=closed)


def _equality(clauses: Clauses, function: str, left: Node, right: Node, *, closed: bool) -> str:
    for value, other in ((left, right), (right, left)):
        if is_singleton(other):
            word = "is_" if function == "==" else "is_not"
            return f"{clauses.column(value)}.{word}({sole(clauses.value(other))})"
    one, other_one = clauses.column(left), clauses.beside(right, left)
    nullable = is_optional(left.type) + is_optional(right.type)
    if not nullable or (not closed and function == "==" and nullable == 1):
        return f"{one} {function} {other_one}"
    word = "is_not_distinct_from" if function == "==" else "is_distinct_from"
    return f"{one}.{word}({sole(other_one)})"


def _closed(clauses: Clauses, test: str, *operands: Node, closed: bool) -> str:
    """The test, with unknown turned into false where that makes a difference."""
    if not closed or not any(is_optional(operand.type) for operand in operands):
        return test
    return f"{clauses.scope.use('func')}.coalesce({test}, {clauses.scope.use('false')}())"


def membership(clauses: Clauses, item: Node, items: tuple[Node, ...], *, closed: bool) -> str:
    """Whether a list literal contains the item."""
    if any(is_optional(item.type) for item in items):
        tests = ", ".join(_equality(clauses, "==", item, choice, closed=closed) for choice in items)
        return f"{clauses.scope.use('or_')}({tests})"
    members = ", ".join(clauses.beside(choice, item) for choice in items)
    return _closed(clauses, f"{clauses.column(item)}.in_([{members}])", item, closed=closed)


def choice(clauses: Clauses, condition: Node, then: str, otherwise: str) -> str:
    """One of two values or clauses."""
    tested = clauses.predicate(condition)
    return f"{clauses.scope.use('case')}(({tested}, {then}), else_={otherwise})"


def text_test(clauses: Clauses, function: str, target: Node, part: Node, *, closed: bool) -> str:
    """Whether a text begins with, ends with or contains another one."""
    one = clauses.column(target)
    if clauses.scope.is_parameter(part) and not is_optional(part.type):
        method = {"startsWith": "startswith", "endsWith": "endswith"}.get(function, function)
        test = f"{one}.{method}({clauses.value(part)}, autoescape=True)"
        return _closed(clauses, test, target, closed=closed)
    other, func = clauses.column(part), clauses.scope.use("func")
    match function:
        case "startsWith":
            test = f"{func}.starts_with({one}, {other})"
        case "endsWith":
            test = f"{func}.right({one}, {func}.length({sole(other)})) == {other}"
        case _:
            test = f"{func}.strpos({one}, {other}) > 0"
    return _closed(clauses, test, target, part, closed=closed)


def quantified(clauses: Clauses, node: Comprehension) -> str:
    """Whether some stored row, or every one, satisfies a condition."""
    rows = clauses.selection(node.range)
    inside = clauses.inside(node.variable, rows.entity)
    if node.kind is ComprehensionKind.ALL:
        body = f"{clauses.scope.use('not_')}({inside.predicate(node.body)})"
    elif node.kind is ComprehensionKind.EXISTS:
        body = inside.condition(node.body)
    else:
        raise Unsupported(f"the database cannot evaluate `{node.kind}` as a condition")
    source = f"{clauses.scope.use('exists')}().select_from({entity_class(rows.entity)})"
    where = f".where({', '.join([*rows.conditions, body])})"
    exists = f"{source}{where}{clauses.scope.correlation()}"
    return f"~{exists}" if node.kind is ComprehensionKind.ALL else exists


def _flat(function: str, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    parts: list[Node] = []
    for argument in arguments:
        if isinstance(argument, Call) and argument.function == function:
            parts.extend(_flat(function, argument.arguments))
        else:
            parts.append(argument)
    return tuple(parts)
