"""Conditions: comparisons, text tests and logical operators. None of them is true for null."""

from msc.expr.patterns import python_pattern
from msc.expr.python.texts import AND, ATOM, COMPARISON, LEVELS, NOT, SUM, Text, Texts
from msc.expr.scope import is_optional
from msc.expr.target import Unsupported, is_null, is_row, is_singleton, kind_of, path_of
from msc.ir.expressions import Call, Constant, Node, ScalarKind, Select

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
TEXT_TESTS = frozenset({"startsWith", "endsWith", "contains", "matches"})
WORDS = {"&&": "and", "||": "or"}
OPPOSITES = {"==": "!=", "!=": "==", "in": "not in"}
# What comparisons are with their sides swapped: a literal stands on the right.
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
IDENTITIES = {"==": "is", "!=": "is not"}
SINGLETONS = frozenset({"True", "False"})
METHODS = {"startsWith": "startswith", "endsWith": "endswith"}


def condition(texts: Texts, node: Node, level: int) -> str:
    """A boolean; null counts as false."""
    unproven = is_optional(node.type) and not texts.scope.is_present(node)
    if isinstance(node, Select) and unproven:
        return f"bool({texts.scope.path(node)})"
    return texts.at(node, level)


def junction(texts: Texts, function: str, arguments: tuple[Node, ...]) -> Text:
    """Conditions joined by `and` or `or`; each may rely on what the earlier ones prove."""
    parts = []
    for argument in arguments:
        # A conjunction inside a disjunction gets parentheses for readability.
        nested = function == "||" and not (isinstance(argument, Call) and argument.function == "||")
        parts.append(condition(texts, argument, NOT if nested else LEVELS[function]))
        texts = texts.knowing(argument, holds=function == "&&")
    return f" {WORDS[function]} ".join(parts), LEVELS[function]


def negation(texts: Texts, node: Node) -> Text:
    """A negation; a negated comparison becomes the opposite comparison."""
    match node:
        case Call("!", (operand,)):
            return condition(texts, operand, ATOM), ATOM
        case Call(function, (left, right)) if function in OPPOSITES:
            return comparison(texts, OPPOSITES[function], left, right)
        case Call("contains", (target, part)):
            tested = containment(texts, target, part, "not in")
            # What may be missing contains nothing, and the whole test is negated.
            if tested[1] == COMPARISON:
                return tested
    return f"not {texts.at(node, NOT)}", NOT


def comparison(texts: Texts, function: str, left: Node, right: Node) -> Text:
    """A comparison; `is` for null, true and false."""
    if function in {"==", "!="}:
        for value, other in ((left, right), (right, left)):
            if is_singleton(other):
                tested = _tested(texts, value) if is_null(other) else texts.operand(value)
                return f"{tested} {IDENTITIES[function]} {texts.text(other)[0]}", COMPARISON
    if function in MIRRORED and _is_literal(left) and not _is_literal(right):
        function, left, right = MIRRORED[function], right, left
    one, other_one = texts.operand(left), texts.operand(right)
    if function in IDENTITIES and {one, other_one} & SINGLETONS:
        # A choice between equal values, which is written as one of them.
        tested, singleton = (one, other_one) if other_one in SINGLETONS else (other_one, one)
        return f"{tested} {IDENTITIES[function]} {singleton}", COMPARISON
    text = f"{one} {function} {other_one}"
    if function in {"==", "!=", "in", "not in"}:
        return text, COMPARISON
    return _guarded(texts, text, ((one, left), (other_one, right)))


def text_test(texts: Texts, function: str, target: Node, part: Node) -> Text:
    """Whether a text begins with, ends with or contains another one, or matches a pattern."""
    one, other = texts.at(target, ATOM), texts.at(part, SUM)
    operands = ((one, target), (other, part))
    match function:
        case "contains":
            return containment(texts, target, part, "in")
        case "matches" if isinstance(part, Constant):
            texts.use("re", "")
            pattern = repr(python_pattern(str(part.value)))
            text = f"re.search({pattern}, {texts.text(target)[0]}, re.ASCII) is not None"
            return _guarded(texts, text, operands[:1])
        case "startsWith" | "endsWith":
            text = f"{one}.{METHODS[function]}({texts.text(part)[0]})"
            return _guarded(texts, text, operands, ATOM)
    raise Unsupported("a pattern must be a string literal")


def containment(texts: Texts, target: Node, part: Node, word: str) -> Text:
    """Whether a text has another in it, or has not."""
    operands = ((texts.at(target, ATOM), target), (texts.at(part, SUM), part))
    return _guarded(texts, f"{operands[1][0]} {word} {texts.at(target, SUM)}", operands)


def _guarded(
    texts: Texts, text: str, operands: tuple[tuple[str, Node], ...], level: int = COMPARISON
) -> Text:
    """A test that is false if one of its operands is null."""
    checks = dict.fromkeys(
        f"{operand_text} is not None"
        for operand_text, operand in operands
        if is_optional(operand.type) and not texts.scope.is_present(operand)
    )
    return (" and ".join([*checks, text]), AND) if checks else (text, level)


def _tested(texts: Texts, node: Node) -> str:
    """The operand of a null check: the row itself if it is loaded, so that its type narrows."""
    dotted, names = ".".join(path_of(node) or ()), texts.scope.names
    return names[dotted] if is_row(node) and dotted in names else texts.operand(node)


def _is_literal(node: Node) -> bool:
    """Whether the node becomes a Python literal; a decimal becomes a call."""
    match node:
        case Call("-", (operand,)):
            return _is_literal(operand)
        case Call("?:", (_, then, otherwise)) if then == otherwise:
            return _is_literal(then)
        case _:
            return isinstance(node, Constant) and kind_of(node) is not ScalarKind.DECIMAL
