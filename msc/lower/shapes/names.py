"""Names of the emitted code that several blueprints share."""

from msc.core.naming import kebab
from msc.ir.entities import Entity
from msc.ir.fields import Field
from msc.spelling.code import attribute_name, column_name


def collection_path(entity: Entity) -> str:
    """The path of an entity's rows in its data service, without a slash."""
    return kebab(entity.plural)


def attribute(field: Field) -> str:
    """The name of a field in Python and between services; external interfaces use the wire name."""
    return attribute_name(field.wire_name)


def owner_attribute(entity: Entity) -> str | None:
    """The attribute of a row that holds the identifier of its owner, if it has one."""
    owner = entity.access.owner
    if owner is None or owner == "id":
        return owner
    return attribute(entity.field_named(owner))


def column(field: Field) -> str:
    """The name of a field's column."""
    return column_name(field.wire_name)


def sort_key(key: str, entity: Entity) -> str:
    """A sort key between services; a leading `-` sorts in descending order."""
    name = key.removeprefix("-")
    names = (attribute(field) for field in entity.fields if field.name == name)
    return key.removesuffix(name) + next(names, name)
