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
    retention: str
    fields: str
    timestamps: str
    former_collection: str
    former_fields: tuple[str, ...]
    tests: EntityTestsView


class DbMongoServiceView(Record):
    """The data of the MongoDB data service's blueprint."""

    title: str
    keeps: bool
    entities: tuple[EntityView, ...]


def view(program: Program) -> DbMongoServiceView:
    """The view of the MongoDB data service."""
    system = program.system
    entities = tuple(entity for entity in system.entities if entity.store is Store.MONGO)
    title = literal(f"{system.title}: MongoDB data service")
    keeps = any(entity.retention_days is not None for entity in entities)
    return DbMongoServiceView(title, keeps, tuple(_entity(entity) for entity in entities))


def _create_fields(entity: Entity, imports: ImportSet) -> tuple[str, ...]:
    """The fields of a new document; imports for their annotations are added."""
    lines = []
    for field in entity.fields:
        annotated = input_annotation(field)
        imports.add_all(annotated.imports)
        default = f" = {annotated.default}" if annotated.default else ""
        lines.append(f"{attribute(field)}: {annotated.text}{default}")
    return tuple(lines)


def _retention(entity: Entity) -> str:
    if entity.retention_months is not None:
        return f'Retention("month", {entity.retention_months})'
    return "None" if entity.retention_days is None else f'Retention("day", {entity.retention_days})'


def _entity(entity: Entity) -> EntityView:
    imports = ImportSet([("shared.values", "Contract")])
    create = _create_fields(entity, imports)
    wire = {field.name: attribute(field) for field in entity.fields}
    groups = [tuple(wire.get(name, name) for name in group) for group in entity.indexes]
    required = tuple(attribute(field) for field in entity.fields if not field.optional)
    return EntityView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=entity_class(entity.name),
        name=literal(entity.name),
        collection=literal(entity.plural),
        path=literal(f"/{collection_path(entity)}"),
        docstring=docstring(entity.description or f"A document of {entity.plural}."),
        schema_imports=imports.text,
        create_fields=create,
        properties=tuple(
            f"{literal(attribute(field))}: {_property(field)}" for field in entity.fields
        ),
        required=literal(required),
        indexes=tuple(literal(group) for group in groups),
        retention=_retention(entity),
        fields=literal(tuple(attribute(field) for field in entity.fields if not field.hidden)),
        timestamps=literal(
            tuple(
                attribute(field) for field in entity.fields if isinstance(field.type, DatetimeType)
            )
        ),
        former_collection=literal(entity.former_plural) if entity.former_plural else "",
        former_fields=tuple(
            f"{literal(attribute_name(field.former_wire_name))}: {literal(attribute(field))}"
            for field in entity.fields
            if field.renamed_from
        ),
        tests=entity_tests(entity),
    )


def _property(field: Field) -> str:
    row_ = row(field.type)
    kinds, values = row_.bson, row_.words(field.type)
    kinds = (*kinds, "null") if field.optional else kinds
    listed = ", ".join(literal(kind) for kind in kinds)
    text = f'"bsonType": {f"[{listed}]" if len(kinds) > 1 else listed}'
    if values:
        words = [literal(value) for value in values] + (["None"] if field.optional else [])
        text += f', "enum": [{", ".join(words)}]'
    return f"{{{text}}}"
