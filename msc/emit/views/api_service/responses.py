"""Rows in responses of the API."""

from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.lower.pycode import ImportSet, docstring
from msc.lower.shapes.fields import Annotated, member, row_annotation
from msc.spelling.code import entity_class, entity_module


class ResponseView(Record):
    """An entity in responses of the API."""

    module: str
    element: str
    class_name: str
    docstring: str
    imports: str
    fields: tuple[str, ...]


def response_view(entity: Entity) -> ResponseView:
    imports = ImportSet([("shared.values", "Row"), ("shared.values", "Timestamp")])
    lines = []
    for field in entity.fields:
        if field.hidden:
            continue
        annotation = row_annotation(field)
        line = member(
            field, Annotated(annotation.text, "", annotation.imports), "serialization_alias"
        )
        imports.add_all(line.imports)
        lines.append(line.text)
    if entity.store is Store.POSTGRES:
        imports.add("uuid", "UUID")
    return ResponseView(
        module=entity_module(entity.name),
        element=f"entity {entity.name}",
        class_name=f"{entity_class(entity.name)}Response",
        docstring=docstring(entity.description or f"A row of {entity.plural}."),
        imports=imports.text,
        fields=(f"id: {'UUID' if entity.store is Store.POSTGRES else 'str'}", *lines,
                "created_at: Timestamp",
                *(("updated_at: Timestamp",) if entity.store is Store.POSTGRES else ())),
    )  # fmt: skip
