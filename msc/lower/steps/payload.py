"""The fields of a payload, with the values that a step assigns."""

from msc.ir.expressions import Expression
from msc.ir.steps import Assignment
from msc.ir.triggers import PayloadField


def valued(
    fields: tuple[PayloadField, ...], values: tuple[Assignment, ...]
) -> list[tuple[PayloadField, Expression]]:
    """The fields that have a value, in declaration order."""
    by_name = {value.field: value.value for value in values}
    return [(field, by_name[field.field.name]) for field in fields if field.field.name in by_name]
