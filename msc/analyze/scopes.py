"""The scopes of the places in a spec where expressions stand."""

from collections.abc import Iterable

from msc.analyze.context import Context
from msc.analyze.fields import value_type
from msc.expr.scope import Scope
from msc.ir.behaviour import InputField
from msc.ir.entities import Entity, Store
from msc.ir.expressions import ListValue, RecordValue, RowValue, ValueType
from msc.ir.triggers import PayloadField


def collections(entities: Iterable[Entity]) -> tuple[tuple[str, ValueType], ...]:
    """A name for all rows of each entity of the PostgreSQL data service."""
    return tuple(
        (each.plural, ListValue(RowValue(each.name), stored=True))
        for each in entities
        if each.store is Store.POSTGRES
    )


def record(inputs: tuple[InputField | PayloadField, ...]) -> RecordValue:
    """The type of `input`."""
    return RecordValue(tuple((each.field.name, input_type(each)) for each in inputs))


def input_type(each: InputField | PayloadField) -> ValueType:
    """What an expression sees of one input."""
    if each.entity is not None:
        return RowValue(each.entity, each.field.optional)
    return value_type(each.field.type, each.field.optional)


def base(context: Context, entities: Iterable[Entity]) -> Scope:
    """Collections only."""
    return Scope(context.entities, collections(entities))


def with_actor(context: Context, scope: Scope) -> Scope:
    """The scope with the signed-in person, if there are accounts."""
    authentication = context.spec.authentication
    if authentication is None or authentication.account not in context.entities.index:
        return scope
    return scope.with_variables(("actor", RowValue(authentication.account)))
