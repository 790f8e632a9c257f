"""The scopes of expressions, by their place in the spec."""

from msc.analyze.context import Context
from msc.analyze.types import value_type
from msc.expr.scope import Scope
from msc.ir.behaviour import InputField
from msc.ir.expressions import RecordValue, RowValue, ValueType
from msc.ir.triggers import PayloadField


def record(inputs: tuple[InputField | PayloadField, ...]) -> RecordValue:
    """The type of `input`."""
    return RecordValue(tuple((input_.field.name, input_type(input_)) for input_ in inputs))


def input_type(field: InputField | PayloadField) -> ValueType:
    """The type of an input in expressions."""
    if field.entity is not None:
        return RowValue(field.entity, field.field.optional)
    return value_type(field.field.type, field.field.optional)


def base(context: Context) -> Scope:
    """A scope with collections only."""
    return Scope(context.entities, (), has_collections=True)


def with_actor(context: Context, scope: Scope) -> Scope:
    """The scope with the signed-in person, if there are accounts."""
    authentication = context.spec.authentication
    if authentication is None or authentication.account not in context.entities.index:
        return scope
    return scope.with_variables(("actor", RowValue(authentication.account)))
