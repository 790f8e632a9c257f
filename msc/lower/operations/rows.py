"""Rows of an operation that may be None regardless of conditions."""

from msc.expr.target import is_row
from msc.ir.behaviour import Operation
from msc.ir.expressions import Node, RowValue, Select
from msc.ir.system import System


def may_be_none(node: Node, operation: Operation, system: System) -> bool:
    """Whether the variable that holds the row may be None."""
    if not isinstance(node, Select):
        return False
    if not is_row(node.operand):
        fields = (input_.field for input_ in operation.inputs if input_.field.name == node.field)
        return any(field.optional for field in fields)
    assert isinstance(node.operand.type, RowValue)
    declared = system.entity(node.operand.type.entity).field_named(node.field)
    return declared.optional or may_be_none(node.operand, operation, system)
