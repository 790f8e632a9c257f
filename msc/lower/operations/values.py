"""Conversion of values to the exact type of a field."""

from collections.abc import Iterable
from decimal import Decimal

from msc.core.exact import EXACT
from msc.expr.scale import scale_of
from msc.expr.scope import is_optional
from msc.expr.target import is_null, is_row, kind_of
from msc.ir.entities import Entity
from msc.ir.expressions import Constant, Expression, Node, RowValue, ScalarKind, Select
from msc.ir.fields import Field
from msc.ir.steps import Assignment
from msc.lower.operations.body import Body
from msc.lower.pycode import Import, literal
from msc.lower.shapes.fields import constant
from msc.lower.shapes.names import attribute
from msc.lower.types import row


def stored(body: Body, value: Expression, field: Field) -> str:
    """The text of the value in the type of the field."""

    def convert(node: Node, text: str) -> str:
        if is_null(node) or is_row(node):
            return text
        places = row(field.type).places(field.type)
        converted, imports = (
            row(field.type).converted(field.type, node, text)
            if places is None
            else _exact(body, node, text, places)
        )
        body.imports.add_all(imports)
        if converted == text or not is_optional(node.type):
            return converted
        return f"None if {text} is None else {converted}"

    return body.stored(value.root, convert)


def _exact(body: Body, node: Node, text: str, places: int) -> tuple[str, tuple[Import, ...]]:
    """A decimal quantised to its field's scale, so that it looks the same everywhere."""
    if isinstance(node, Constant):
        number = Decimal(str(node.value)).quantize(Decimal(1).scaleb(-places), context=EXACT)
        return literal(number), (("decimal", "Decimal"),)
    is_decimal = kind_of(node) is ScalarKind.DECIMAL
    if is_decimal and scale_of(node, lambda select: _field_places(body, select)) == places:
        return text, ()
    return f"exact({text}, {places})", (("shared.values", "exact"),)


def _field_places(body: Body, node: Select) -> int | None:
    """The scale of the field that is read, if it belongs to a row or to the input."""
    above = node.operand.type
    fields: Iterable[Field] = (input_.field for input_ in body.operation.inputs)
    if isinstance(above, RowValue):
        fields = body.system.entity(above.entity).fields
    types = (field.type for field in fields if field.name == node.field)
    return next((row(type_).places(type_) for type_ in types), None)


def assigned(
    body: Body, entity: Entity, values: Iterable[Assignment]
) -> tuple[tuple[str, str], ...]:
    """The wire names of assigned fields, with the texts of their values."""
    fields = ((entity.field_named(value.field), value.value) for value in values)
    return tuple((attribute(field), stored(body, value, field)) for field, value in fields)


def defaults(body: Body, entity: Entity, present: set[str]) -> tuple[tuple[str, str], ...]:
    """The wire names of the other fields that have a default, with its text."""
    defaulted = []
    for field in entity.fields:
        if field.has_default and field.name not in present:
            text, imports = constant(field, field.default)
            body.imports.add_all(imports)
            defaulted.append((attribute(field), text))
    return tuple(defaulted)
