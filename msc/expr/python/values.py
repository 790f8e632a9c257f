"""Values: literals, arithmetic, conversions and lists."""

from msc.expr.python.texts import LEVELS, UNARY, Text, Texts
from msc.expr.target import Unsupported, is_row, kind_of
from msc.ir.expressions import (
    Comprehension,
    ComprehensionKind,
    Constant,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
)

ARITHMETIC = frozenset({"+", "-", "*", "/"})


def constant(texts: Texts, node: Constant) -> str:
    """A literal."""
    if kind_of(node) is ScalarKind.DECIMAL:
        return f'{texts.use("decimal", "Decimal")}("{str(node.value).removesuffix(".0")}")'
    return repr(node.value)


def written_list(texts: Texts, items: tuple[Node, ...]) -> str:
    """A list literal; rows are represented by their identifiers."""
    inner = ", ".join(
        texts.scope.identifier(item) if is_row(item) else texts.text(item)[0] for item in items
    )
    return f"({inner},)" if len(items) == 1 else f"({inner})"


def arithmetic(texts: Texts, function: str, arguments: tuple[Node, ...]) -> Text:
    """An arithmetic operator on numbers, texts, dates or timestamps."""
    if len(arguments) == 1:
        return f"-{texts.at(arguments[0], UNARY)}", UNARY
    left, right = arguments
    if function == "/" and kind_of(left) is ScalarKind.INT:
        raise Unsupported("integers cannot be divided; convert one of them with `double(…)`")
    level = LEVELS[function]
    return f"{texts.at(left, level)} {function} {texts.at(right, level + 1)}", level


def function_call(texts: Texts, function: str, arguments: tuple[Node, ...]) -> str:
    """A conversion, a duration, a size, a sum or a rounding; none of them accepts null."""
    for argument in arguments:
        texts.scope.require(argument)
    if function == "string":
        return _text_of(texts, arguments[0])
    match function, [texts.text(argument)[0] for argument in arguments]:
        case "size", [value]:
            return f"len({value})"
        case "days" | "hours" | "minutes", [value]:
            return f"{texts.use('datetime', 'timedelta')}({function}={value})"
        case "double", [value]:
            return f"{texts.use('decimal', 'Decimal')}({value})"
        case "int", [value]:
            return f"int({value})"
        case "sum", [value]:
            return f"sum({value}, {texts.use('decimal', 'Decimal')}(0))"
        case "round", [value, places]:
            return f"round({value}, {places})"
    raise Unsupported(f"`{function}` cannot be used here")


def _text_of(texts: Texts, node: Node) -> str:
    """The value as people read it."""
    value = texts.text(node)[0]
    match kind_of(node):
        case ScalarKind.TIMESTAMP:
            return f"{texts.use('shared.texts', 'shown')}({value})"
        case ScalarKind.DECIMAL:
            return f'format({value}, "f")'
        case _:
            return f"str({value})"


def comprehension(source: str, body: str, variable: str, kind: ComprehensionKind) -> str:
    """A list macro whose operands are compiled already."""
    match kind:
        case ComprehensionKind.EXISTS:
            return f"any({body} for {variable} in {source})"
        case ComprehensionKind.ALL:
            return f"all({body} for {variable} in {source})"
        case ComprehensionKind.EXISTS_ONE:
            return f"(sum(1 for {variable} in {source} if {body}) == 1)"
        case ComprehensionKind.MAP:
            return f"[{body} for {variable} in {source}]"
        case ComprehensionKind.FILTER:
            return f"[{variable} for {variable} in {source} if {body}]"


def refuse_rows(node: Comprehension) -> None:
    """Rejects a macro over rows: Python has no rows of a list at hand."""
    if isinstance(node.range.type, ListValue) and node.range.type.stored:
        raise Unsupported("stored rows are only read by rules, lists and jobs")
    if isinstance(node.range.type, ListValue) and isinstance(node.range.type.item, RowValue):
        raise Unsupported("a list literal of rows cannot be iterated over; compare the rows")
