"""Names of the emitted code that several blueprints must agree on."""

from msc.core.naming import kebab, pascal, snake
from msc.ir.entities import Entity


def class_name(name: str) -> str:
    """The class of an entity, an enum, an event or an operation."""
    return pascal(name)


def event_module(name: str) -> str:
    """The module of an event: `loan_created` for `loan.created`."""
    return snake(name)


def collection_path(entity: Entity) -> str:
    """The path of an entity's rows in its data service, without a slash."""
    return kebab(entity.plural)
