"""Decimal places of numbers, as far as the expression determines them."""

from collections.abc import Callable
from decimal import Decimal

from msc.expr.target import kind_of
from msc.ir.expressions import (
    Call,
    Comprehension,
    ComprehensionKind,
    Constant,
    ListLiteral,
    Node,
    ScalarKind,
    Select,
    Variable,
)

type FieldScale = Callable[[Select], int | None]
"""The places of a field that a path ends in, or None if it is no decimal."""


def scale_of(node: Node, field_scale: FieldScale) -> int | None:
    """The scale of a value computed without rounding, or None if it is unknown."""
    if kind_of(node) is ScalarKind.INT:
        return 0
    match node:
        case Constant(value) if kind_of(node) is ScalarKind.DECIMAL:
            exponent = Decimal(str(value).removesuffix(".0")).as_tuple().exponent
            return -exponent if isinstance(exponent, int) else None
        case Select():
            return field_scale(node)
        case Call("round", (_, Constant(int(kept)))):
            return kept
        case Call("-" | "double", (operand,)):
            return scale_of(operand, field_scale)
        case Call("+" | "-" | "*" as function, (left, right)):
            places = [scale_of(operand, field_scale) for operand in (left, right)]
            known = [place for place in places if place is not None]
            if len(known) < len(places):
                return None
            return sum(known) if function == "*" else max(known)
    return None


def most_places(node: Node, field_scale: FieldScale) -> int | None:
    """The maximum scale of a value, or None if it is unlimited."""
    return _most(node, field_scale, {})


def _most(node: Node, field_scale: FieldScale, items: dict[str, int | None]) -> int | None:
    """The maximum scale of a number or of the items of a list; `items` holds those of variables."""
    if kind_of(node) in {ScalarKind.INT, ScalarKind.NULL}:
        return 0
    match node:
        case Constant(value):
            exponent = Decimal(str(value)).normalize().as_tuple().exponent
            return max(0, -exponent) if isinstance(exponent, int) else None
        case Variable(name):
            return items.get(name)
        case Select():
            return field_scale(node)
        case Comprehension(kind, source, variable, body):
            below = {**items, variable: _most(source, field_scale, items)}
            if kind is ComprehensionKind.MAP:
                return _most(body, field_scale, below)
            return below[variable]
        case Call("round", (_, Constant(int(kept)))):
            return kept
        case Call("*", (left, right)):
            return _together((left, right), field_scale, items, sum)
        case Call("?:", (_, *values)) | ListLiteral(tuple(values)):
            return _together(tuple(values), field_scale, items, max)
        case Call("+" | "-" | "double" | "sum", values):
            return _together(values, field_scale, items, max)
    return None


def _together(
    nodes: tuple[Node, ...], field_scale: FieldScale, items: dict[str, int | None],
    combined: Callable[[list[int]], int],
) -> int | None:  # fmt: skip
    places = [_most(node, field_scale, items) for node in nodes]
    known = [place for place in places if place is not None]
    return combined(known or [0]) if len(known) == len(places) else None
