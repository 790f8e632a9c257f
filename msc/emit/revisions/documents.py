"""Documents that a build would orphan in MongoDB, where the service itself renames collections."""

from collections.abc import Iterable, Iterator

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Diagnostic, at
from msc.core.source import Origin
from msc.ir.entities import Entity
from msc.ir.matching import EntityPair

NOWHERE = Origin().span


def gone(entity: Entity) -> Diagnostic:
    """Documents of a removed entity."""
    return at(
        codes.LEFT_BEHIND, NOWHERE, name=entity.name, collection=entity.plural,
        suggestion=f"to delete them, write `removed: {{{entity.name}: WHY}}`; if it was only "
        f"renamed, write `renamed_from: {entity.name}` there",
    )  # fmt: skip


def without_value(pair: EntityPair) -> Iterator[Diagnostic]:
    """Fields that are now required, although older documents may not have them."""
    had = {new.name: not old.optional for old, new in pair.fields}
    for field in pair.new.fields:
        if not field.optional and not had.get(field.name):
            yield at(
                codes.NO_VALUE, field.origin.span, name=f"{pair.new.name}.{field.name}",
                suggestion="make it optional: existing documents do not change",
            )  # fmt: skip


def left_behind(collections: Iterable[EntityPair]) -> Iterator[Diagnostic]:
    """Documents in a collection that the service would not find under its new name."""
    for old, new in ((collection.old, collection.new) for collection in collections):
        if old.plural not in (new.plural, new.former_plural):
            yield at(
                codes.LEFT_BEHIND, new.origin.span, name=old.name, collection=old.plural,
                suggestion=f"write `plural: {old.plural}` there, so that the collection stays the "
                "same",
            )  # fmt: skip
