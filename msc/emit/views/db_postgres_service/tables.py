"""A table as Python: the lines of its model, and the calls that create it in a revision."""

from msc.core.record import Record
from msc.emit.revisions.calls import (
    column_call,
    constraint_calls,
    foreign_key_call,
    index_call,
    texts,
)
from msc.ir.entities import Entity
from msc.ir.fields import Field
from msc.ir.system import System
from msc.lower.pycode import Import, literal
from msc.lower.shapes.names import attribute
from msc.lower.shapes.tables import Column, ForeignKey
from msc.lower.shapes.tables import table as shape_of
from msc.lower.types import row

DIALECT = "sqlalchemy.dialects.postgresql"


class ColumnView(Record):
    """A column: `mapped` is its line in the model, `revised` the one in the revision."""

    mapped: str
    revised: str


class TableView(Record):
    """A table; every constraint is the text of a call, for the model and the revision."""

    name: str
    columns: tuple[ColumnView, ...]
    constraints: tuple[str, ...]
    indexes: tuple[str, ...]
    revised_constraints: tuple[str, ...]
    revised_indexes: tuple[str, ...]
    foreign_keys: tuple[str, ...]
    imports: tuple[Import, ...]


def table_view(entity: Entity, system: System) -> TableView:
    """The view of an entity's table."""
    shape = shape_of(entity, system)
    imports: set[Import] = set()
    keys = {key.column: key for key in shape.foreign_keys}
    columns = tuple(
        ColumnView(_mapped(field, column, keys.get(column.name), imports), column_call(column))
        for field, column in zip(entity.fields, shape.columns, strict=True)
    )
    for used, name in (
        (shape.checks, "CheckConstraint"),
        (shape.uniques, "UniqueConstraint"),
        (shape.indexes, "Index"),
    ):
        if used:
            imports.add(("sqlalchemy", name))
    return TableView(
        name=literal(shape.name),
        columns=columns,
        constraints=constraint_calls(shape),
        indexes=tuple(
            f"Index({literal(index.name)}, {texts(index.columns)})" for index in shape.indexes
        ),
        revised_constraints=tuple(f"sa.{call}" for call in constraint_calls(shape)),
        revised_indexes=tuple(index_call(shape.name, index) for index in shape.indexes),
        foreign_keys=tuple(foreign_key_call(shape.name, key) for key in shape.foreign_keys),
        imports=tuple(sorted(imports)),
    )


def _mapped(field: Field, column: Column, key: ForeignKey | None, imports: set[Import]) -> str:
    python, needed = row(field.type).stored(field.type)
    imports.update(needed)
    head = column.type.partition("(")[0]
    imports.add((DIALECT if head == "JSONB" else "sqlalchemy", head))
    optional = f"{python} | None" if column.nullable else python
    name = attribute(field)
    arguments = [column.type] if name == column.name else [literal(column.name), column.type]
    if key is not None:
        imports.add(("sqlalchemy", "ForeignKey"))
        target, action = literal(f"{key.target}.id"), literal(key.on_delete)
        arguments.append(f"ForeignKey({target}, ondelete={action})")
    words = row(field.type).words(field.type)
    if words:
        arguments.append(f'info={{"words": {literal(words)}}}')
    return f"{name}: Mapped[{optional}] = mapped_column({', '.join(arguments)})"
