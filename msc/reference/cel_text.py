"""Checked expressions as texts for the official evaluator, which says what they mean.

The evaluator is given maps for rows and doubles for decimals. What the language adds to CEL, or
leaves out of it, is written out: a row is compared by its identifier, an ordering or a test of
texts without an operand is false, an integer beside a decimal is one, and what is behind a
reference to nothing is nothing.
"""

from msc.expr.presence import may_be_missing
from msc.expr.target import Unsupported, is_null, is_row, kind_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    EnumValue,
    ListLiteral,
    ListValue,
    Node,
    RowValue,
    ScalarKind,
    Select,
    Variable,
)

ORDERINGS = frozenset({"<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/"})
OF_TEXTS = frozenset({"startsWith", "endsWith", "contains", "matches"})
# Spans of time, and what only the language has: the evaluation brings them along.
PLAIN = frozenset({"days", "hours", "minutes", "round", "size", "double", "int"})


def cel_text(node: Node) -> str:
    """The text whose official value is that of the node; raises Unsupported."""
    match node:
        case Constant():
            return _constant(node)
        case Variable(name):
            return name
        case Select(operand, field):
            front = cel_text(operand)
            if is_row(operand) and may_be_missing(operand):
                return f"({front} == null ? null : {front}.{field})"
            return f"{front}.{field}"
        case ListLiteral(items):
            return f"[{', '.join(map(cel_text, items))}]"
        case Comprehension():
            return _comprehension(node)
        case Call():
            return _call(node)


def _constant(constant: Constant) -> str:
    match constant.value:
        case None:
            return "null"
        case bool() as value:
            return str(value).lower()
        case int() as value:
            return str(value)
        case text if kind_of(constant) is ScalarKind.DECIMAL:
            return text if "." in text else f"{text}.0"
        case text:
            return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    is_plain = character.isascii() and (character.isalnum() or character == " ")
    return character if is_plain else f"\\U{ord(character):08x}"


def _comprehension(node: Comprehension) -> str:
    is_mapped = node.kind is ComprehensionKind.MAP
    body = cel_text(node.body) if is_mapped else _condition(node.body)
    return f"{cel_text(node.range)}.{node.kind.value}({node.variable}, {body})"


def _condition(node: Node) -> str:
    """What holds only if the value is there and true."""
    return f"({cel_text(node)} == true)"


def _call(call: Call) -> str:
    function, arguments = call.function, call.arguments
    match function, arguments:
        case (("&&" | "||"), _):
            return f"({f' {function} '.join(map(_condition, arguments))})"
        case "!", (operand,):
            return f"!{_condition(operand)}"
        case (("==" | "!="), (one, other)):
            return f"({_compared(one, call)} {function} {_compared(other, call)})"
        case "in", (item, items):
            return f"({_identity(item)} in {_identities(items)})"
        case "?:", (condition, then, otherwise):
            return (
                f"({_condition(condition)} ? {_widened(then, call)} : {_widened(otherwise, call)})"
            )
        case "-", (operand,):
            return f"(-{cel_text(operand)})"
        case _ if function in ORDERINGS:
            return _where_there(arguments, f" {function} ".join(map(cel_text, arguments)))
        case _ if function in ARITHMETIC:
            return f"({f' {function} '.join(_widened(argument, call) for argument in arguments)})"
        case _ if function in OF_TEXTS:
            receiver, *others = map(cel_text, arguments)
            return _where_there(arguments, f"{receiver}.{function}({', '.join(others)})")
        case "sum", (items,):
            return f"total({cel_text(items)})"
        case "string", (value,):
            return _shown(value)
        case _ if function in PLAIN:
            return f"{function}({', '.join(map(cel_text, arguments))})"
    raise Unsupported(f"the reference has no `{function}`")


def _shown(value: Node) -> str:
    if isinstance(value.type, EnumValue):
        return cel_text(value)
    match kind_of(value):
        case ScalarKind.INT | ScalarKind.STRING | ScalarKind.UUID:
            return f"string({cel_text(value)})"
        case ScalarKind.DATE:
            return f"day({cel_text(value)})"
        case kind:
            raise Unsupported(f"the reference shows no {kind}")


def _where_there(operands: tuple[Node, ...], test: str) -> str:
    checks = [f"{cel_text(operand)} != null" for operand in operands if may_be_missing(operand)]
    return f"({' && '.join([*checks, test])})"


def _compared(node: Node, call: Call) -> str:
    is_about_rows = any(is_row(argument) for argument in call.arguments)
    return _identity(node) if is_about_rows else cel_text(node)


def _identity(node: Node) -> str:
    text = cel_text(node)
    if not is_row(node) or is_null(node):
        return text
    return f"({text} == null ? null : {text}.id)" if may_be_missing(node) else f"{text}.id"


def _identities(items: Node) -> str:
    match items:
        case ListLiteral(members):
            return f"[{', '.join(map(_identity, members))}]"
        case _ if isinstance(items.type, ListValue) and isinstance(items.type.item, RowValue):
            return f"{cel_text(items)}.map(one, one.id)"
        case _:
            return cel_text(items)


def _widened(node: Node, call: Call) -> str:
    is_beside_decimals = kind_of(call) is ScalarKind.DECIMAL
    text = "dyn(null)" if is_null(node) else cel_text(node)
    return f"double({text})" if is_beside_decimals and kind_of(node) is ScalarKind.INT else text
