"""How long the texts in an index may be: what no index holds, no row does."""

from collections.abc import Mapping

from msc.core.record import replace
from msc.ir.behaviour import Operation
from msc.ir.entities import Entity, Store
from msc.ir.fields import FieldType
from msc.ir.system import System
from msc.ir.walk import all_steps
from msc.lower.shapes.fields import Annotated
from msc.lower.shapes.tables import table
from msc.lower.types import row
from msc.lower.types.line import TextRow

# PostgreSQL's own limit is 2704; an entry has a head, and numbers take some bytes beside texts.
INDEX_BYTES = 2600
WIDEST_CHARACTER = 4


def key_bytes(entity: Entity, system: System) -> Mapping[str, int]:
    """For each field whose longest texts do not fit into its indexes, the bytes that do."""
    if _fit(entity):
        return {}
    shape = table(entity, system)
    fields = {
        column.name: field for field, column in zip(entity.fields, shape.columns, strict=True)
    }
    room: dict[str, int] = {}
    for index in (*shape.uniques, *shape.indexes):
        keys = [fields[name] for name in index.columns if name in fields]
        texts = [field for field in keys if longest_text(field.type)]
        for field in texts:
            share = INDEX_BYTES // len(texts)
            if longest_text(field.type) > share:
                room[field.name] = min(share, room.get(field.name, share))
    return room


def input_rooms(operation: Operation, system: System) -> Mapping[str, int]:
    """For each input that such fields are set to as it is, the bytes that fit into all of them."""
    rooms: dict[str, int] = {}
    for step in all_steps(operation.steps):
        entity = None if step.written is None else system.entity(step.written)
        if entity is None or entity.store is not Store.POSTGRES:
            continue
        for name, room in key_bytes(entity, system).items():
            for source in step.sources(name):
                rooms[source] = min(room, rooms.get(source, room))
    return rooms


def _fit(entity: Entity) -> bool:
    """Whether all texts in indexes would fit into a single one, as they mostly do."""
    grouped = {name for group in (*entity.uniques, *entity.indexes) for name in group}
    texts = [
        longest_text(field.type) for field in entity.fields if field.unique or field.name in grouped
    ]
    return sum(texts) == 0 or max(texts) <= INDEX_BYTES // len(texts)


def longest_text(type_: FieldType) -> int:
    """The bytes that the longest value needs; 0 for other types than texts."""
    kind = row(type_)
    return kind.lengths(type_)[1] * WIDEST_CHARACTER if isinstance(kind, TextRow) else 0


def within(annotated: Annotated, room: int | None) -> Annotated:
    """The annotation of a value that has to fit into an index."""
    if room is None:
        return annotated
    needs = {*annotated.imports, ("typing", "Annotated"), ("shared.keys", "KeyOf")}
    return replace(
        annotated, text=f"Annotated[{annotated.text}, KeyOf({room})]", imports=tuple(sorted(needs))
    )
