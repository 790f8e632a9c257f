"""The MongoDB data service: collections with validators, indexes and retention."""

from msc.core.record import Record
from msc.emit.views.db_mongo_service.tests import EntityTestsView, entity_tests
from msc.ir.entities import Entity, Store
from msc.ir.fields import DatetimeType, Field
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.shapes.fields import input_annotation
from msc.lower.shapes.names import attribute, collection_path
from msc.lower.types import row
from msc.spelling.code import attribute_name, entity_class, entity_module

DAY_SECONDS = 86400


class EntityView(Record):
    """One collection."""

    module: str
    element: str
    class_name: str
    name: str
    collection: str
    path: str
    docstring: str
    schema_imports: str
    create_fields: tuple[str, ...]
    properties: tuple[str, ...]
    required: str
    indexes: tuple[str, ...]
    retention_seconds: str
    fields: str
    moments: str
    former_collection: str
    former_fields: tuple[str, ...]
    tests: EntityTestsView


class DbMongoServiceView(Record):
    """Everything that the blueprint of the MongoDB data service needs."""

    title: str
    entities: tuple[EntityView, ...]


def view(program: Program) -> DbMongoServiceView:
    """The view of the MongoDB data service."""
    system = program.system
    entities = tuple(each for each in system.entities if each.store is Store.MONGO)
    title = literal(f"{system.title}: MongoDB data service")
    return DbMongoServiceView(title, tuple(_entity(each) for each in entities))


def _entity(entity: Entity) -> EntityView:
    imports = ImportSet([("shared.values", "Contract")])
    create = []
    for field in entity.fields:
        made = input_annotation(field)
        imports.add_all(made.imports)
        default = f" = {made.default}" if made.default else ""
        create.append(f"{attribute(field)}: {made.text}{default}")
    wire = {each.name: attribute(each) for each in entity.fields}
    groups = [tuple(wire.get(name, name) for name in group) for group in entity.indexes]
    retention = None if entity.retention_days is None else entity.retention_days * DAY_SECONDS
    required = tuple(attribute(each) for each in entity.fields if not each.optional)
    return EntityView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=entity_class(entity.name),
        name=literal(entity.name),
        collection=literal(entity.plural),
        path=literal(f"/{collection_path(entity)}"),
        docstring=docstring(entity.description or f"A document of {entity.plural}."),
        schema_imports=imports.text,
        create_fields=tuple(create),
        properties=tuple(
            f"{literal(attribute(each))}: {_property(each)}" for each in entity.fields
        ),
        required=literal(required),
        indexes=tuple(literal(group) for group in groups),
        retention_seconds=literal(retention),
        fields=literal(tuple(attribute(each) for each in entity.fields if not each.hidden)),
        moments=literal(
            tuple(attribute(each) for each in entity.fields if isinstance(each.type, DatetimeType))
        ),
        former_collection=literal(entity.former_plural) if entity.former_plural else "",
        former_fields=tuple(
            f"{literal(attribute_name(each.former_wire_name))}: {literal(attribute(each))}"
            for each in entity.fields
            if each.renamed_from
        ),
        tests=entity_tests(entity),
    )


def _property(field: Field) -> str:
    row_ = row(field.type)
    kinds, values = row_.bson, row_.words(field.type)
    kinds = (*kinds, "null") if field.optional else kinds
    listed = ", ".join(literal(each) for each in kinds)
    text = f'"bsonType": {f"[{listed}]" if len(kinds) > 1 else listed}'
    if values:
        words = [literal(each) for each in values] + (["None"] if field.optional else [])
        text += f', "enum": [{", ".join(words)}]'
    return f"{{{text}}}"
