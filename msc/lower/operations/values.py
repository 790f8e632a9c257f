"""Values on their way into a field: of the very type that the field has."""

from collections.abc import Iterable

from msc.core.naming import pascal
from msc.expr.scope import is_optional
from msc.expr.target import is_null, is_row, kind_of
from msc.ir.behaviour import Assignment
from msc.ir.entities import Entity
from msc.ir.expressions import Constant, EnumValue, Expression, Node, ScalarKind
from msc.ir.fields import DecimalType, EnumType, Field, MoneyType, RoleType
from msc.lower.operations.body import Body
from msc.lower.pycode import annotation
from msc.lower.shapes.fields import constant


def stored(body: Body, value: Expression, field: Field) -> str:
    """The text of the value as the field holds it."""

    def convert(node: Node, text: str) -> str:
        if is_null(node) or is_row(node):
            return text
        made = _converted(body, node, text, field)
        if made == text or not is_optional(node.type):
            return made
        return f"None if {text} is None else {made}"

    return body.stored(value.root, convert)


def _converted(body: Body, node: Node, text: str, field: Field) -> str:
    match field.type:
        case EnumType() | RoleType():
            name = "Role" if isinstance(field.type, RoleType) else pascal(field.type.name)
            if isinstance(node, Constant):
                body.imports.add("shared.dtos.enums", name)
                return f"{name}.{str(node.value).upper()}"
            if isinstance(node.type, EnumValue) and pascal(node.type.name) != name:
                body.imports.add("shared.dtos.enums", name)
                return f"{name}({text})"
            return text
        case DecimalType() | MoneyType() if kind_of(node) is ScalarKind.INT:
            body.imports.add("decimal", "Decimal")
            return f"Decimal({text})"
        case _ if kind_of(node) is ScalarKind.UUID and annotation(field.type) == "str":
            return f"str({text})"
        case _:
            return text


def assigned(
    body: Body, entity: Entity, values: Iterable[Assignment]
) -> tuple[tuple[str, str], ...]:
    """The wire names of fields with the texts of their new values."""
    fields = ((entity.field_named(each.field), each.value) for each in values)
    return tuple((field.wire_name, stored(body, value, field)) for field, value in fields)


def defaults(body: Body, entity: Entity, given: set[str]) -> tuple[tuple[str, str], ...]:
    """The wire names of the other fields that have a default, with its text."""
    found = []
    for each in entity.fields:
        if each.has_default and each.name not in given:
            text, imports = constant(each, each.default)
            body.imports.add_all(imports)
            found.append((each.wire_name, text))
    return tuple(found)
