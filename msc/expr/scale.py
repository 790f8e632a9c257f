"""How many decimal places a number has, as far as its expression says it."""

from collections.abc import Callable
from decimal import Decimal

from msc.expr.target import kind_of
from msc.ir.expressions import Call, Constant, Node, ScalarKind, Select

type FieldScale = Callable[[Select], int | None]
"""The places of a field that a path ends in, or None if it is no decimal."""


def scale_of(node: Node, field_scale: FieldScale) -> int | None:
    """The places of the value when it is computed without rounding, or None if that depends."""
    if kind_of(node) is ScalarKind.INT:
        return 0
    match node:
        case Constant(value) if kind_of(node) is ScalarKind.DECIMAL:
            exponent = Decimal(str(value).removesuffix(".0")).as_tuple().exponent
            return -exponent if isinstance(exponent, int) else None
        case Select():
            return field_scale(node)
        case Call("-" | "double", (operand,)):
            return scale_of(operand, field_scale)
        case Call("+" | "-" | "*" as function, (left, right)):
            places = [scale_of(each, field_scale) for each in (left, right)]
            known = [place for place in places if place is not None]
            if len(known) < len(places):
                return None
            return sum(known) if function == "*" else max(known)
    return None
