"""Values on their way into a field: of the very type that the field has."""

from collections.abc import Iterable

from msc.expr.scope import is_optional
from msc.expr.target import is_null, is_row
from msc.ir.behaviour import Assignment
from msc.ir.entities import Entity
from msc.ir.expressions import Expression, Node
from msc.ir.fields import Field
from msc.lower.operations.body import Body
from msc.lower.shapes.fields import constant
from msc.lower.shapes.names import attribute
from msc.lower.types import row


def stored(body: Body, value: Expression, field: Field) -> str:
    """The text of the value as the field holds it."""

    def convert(node: Node, text: str) -> str:
        if is_null(node) or is_row(node):
            return text
        converted, imports = row(field.type).converted(field.type, node, text)
        body.imports.add_all(imports)
        if converted == text or not is_optional(node.type):
            return converted
        return f"None if {text} is None else {converted}"

    return body.stored(value.root, convert)


def assigned(
    body: Body, entity: Entity, values: Iterable[Assignment]
) -> tuple[tuple[str, str], ...]:
    """The wire names of fields with the texts of their new values."""
    fields = ((entity.field_named(each.field), each.value) for each in values)
    return tuple((attribute(field), stored(body, value, field)) for field, value in fields)


def defaults(body: Body, entity: Entity, given: set[str]) -> tuple[tuple[str, str], ...]:
    """The wire names of the other fields that have a default, with its text."""
    found = []
    for each in entity.fields:
        if each.has_default and each.name not in given:
            text, imports = constant(each, each.default)
            body.imports.add_all(imports)
            found.append((attribute(each), text))
    return tuple(found)
