"""Null safety: which values may be null, and which ones a condition proves to be present.

A row can be read through a nullable reference only after a condition that excludes null, so an
expression means the same in every target and never raises an error.
"""

from msc.expr.scope import is_optional
from msc.expr.target import is_null, is_row, path_of
from msc.ir.expressions import Call, Node, Select

ORDERINGS = frozenset({"<", "<=", ">", ">="})


def may_be_missing(node: Node) -> bool:
    """Whether the value may be null or is read through a nullable row."""
    if is_optional(node.type):
        return True
    return isinstance(node, Select) and is_row(node.operand) and may_be_missing(node.operand)


def proven(node: Node, *, holds: bool) -> frozenset[str]:
    """The dotted paths that are not null if the condition holds, or if it fails."""
    match node:
        case Call("!", (operand,)):
            return proven(operand, holds=not holds)
        case Call("&&", arguments) if holds:
            return frozenset().union(*(proven(argument, holds=True) for argument in arguments))
        case Call("||", arguments) if not holds:
            return frozenset().union(*(proven(argument, holds=False) for argument in arguments))
        case Call("!=", (left, right)) if holds and (is_null(left) or is_null(right)):
            return _dotted(left) | _dotted(right)
        case Call("==", (left, right)) if not holds and (is_null(left) or is_null(right)):
            return _dotted(left) | _dotted(right)
        case Call(function, (left, right)) if holds and function in ORDERINGS:
            return _dotted(left) | _dotted(right)
        case _:
            return frozenset()


def _dotted(node: Node) -> frozenset[str]:
    path = path_of(node)
    return frozenset() if path is None else frozenset({".".join(path)})
