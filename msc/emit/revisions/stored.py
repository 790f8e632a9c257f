"""The schema after a revision, and the record of it next to the revision.

Each revision written by msc has a record in `.msc/revisions/` with its name, which holds the
entities that it changed. Records never change, so no merge of branches affects one, and each head
of a forked history still has its own schema.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msc.core.record import Record, decode, encode, replace
from msc.emit.contents import RECORDS
from msc.emit.revisions.machinery import CURRENT
from msc.ir.canonical import plain
from msc.ir.entities import Access, Entity, Nouns, Store
from msc.ir.fields import Field, FieldType, StringType, TextType
from msc.ir.upgrades import FORMAT_VERSION, upgraded

FOLDER = f"{RECORDS}/revisions"


class Stored(Record):
    """The entities whose rows are in PostgreSQL, with only what determines tables.

    `machinery` are tables of the emitted code itself that the first release did not have.
    """

    entities: tuple[Entity, ...] = ()
    time_zone: str = "UTC"
    machinery: tuple[str, ...] = ()

    def entity(self, name: str) -> Entity:
        """The entity with that name; it must exist."""
        return next(entity for entity in self.entities if entity.name == name)


class StoredChange(Record):
    """The changes of a revision to the schema after the revision `since`, or to an empty one."""

    since: str | None
    time_zone: str
    changed: tuple[Entity, ...]
    removed: tuple[str, ...]
    machinery: tuple[str, ...] = ()


class Envelope(Record):
    """A change as recorded, with entities in the format of that time."""

    format_version: int
    since: str | None
    time_zone: str
    changed: list[dict[str, Any]]
    removed: tuple[str, ...]
    machinery: tuple[str, ...] = ()


class CurrentEnvelope(Record):
    """A change in the current format, whose entities need no upgrade."""

    format_version: int
    since: str | None
    time_zone: str
    changed: tuple[Entity, ...]
    removed: tuple[str, ...]
    machinery: tuple[str, ...] = ()


def record_path(revision: str) -> str:
    """The path of a revision's record."""
    return f"{FOLDER}/{revision}.json"


def stored(system: Nouns) -> Stored:
    """The schema of a system in PostgreSQL."""
    kept = (entity for entity in system.entities if entity.store is Store.POSTGRES)
    return Stored(tuple(map(_entity, kept)), system.time_zone, CURRENT)


def _entity(entity: Entity) -> Entity:
    return replace(
        entity, description="", states=None, access=Access(), retention_days=None,
        retention_months=None,
        fields=tuple(map(_field, entity.fields)),
    )  # fmt: skip


def _field(field: Field) -> Field:
    type_ = _type(field.type)
    # Copying a field takes longer than seeing that it holds nothing else.
    if type_ == field.type and not (field.description or field.write_once or field.personal):
        return field
    return replace(field, type=type_, description="", write_once=False, personal=False)


def _type(type_: FieldType) -> FieldType:
    if isinstance(type_, StringType):
        return StringType(type_.max_length)
    return TextType() if isinstance(type_, TextType) else type_


def change(since: str | None, old: Stored, new: Stored) -> StoredChange:
    """The difference to record."""
    before = {entity.name: entity for entity in old.entities}
    after = {entity.name for entity in new.entities}
    changed = tuple(entity for entity in new.entities if before.get(entity.name) != entity)
    machinery = tuple(name for name in new.machinery if name not in old.machinery)
    removed = tuple(sorted(set(before) - after))
    return StoredChange(since, new.time_zone, changed, removed, machinery)


def applied(old: Stored, difference: StoredChange) -> Stored:
    """The schema after the change."""
    gone = {*difference.removed, *(entity.name for entity in difference.changed)}
    kept = (entity for entity in old.entities if entity.name not in gone)
    entities = sorted((*kept, *difference.changed), key=lambda entity: entity.name)
    machinery = (*old.machinery, *difference.machinery)
    return Stored(tuple(entities), difference.time_zone, machinery)


def to_text(difference: StoredChange) -> str:
    """The text of a record."""
    return encode({
        "format_version": FORMAT_VERSION,
        "since": difference.since,
        "time_zone": difference.time_zone,
        "changed": plain(difference.changed),
        "removed": list(difference.removed),
        "machinery": list(difference.machinery),
    })  # fmt: skip


def from_text(text: str) -> StoredChange:
    """The change in a record of any format; raises ValueError otherwise."""
    if f'\n "format_version": {FORMAT_VERSION},\n' in text:
        current = decode(text, CurrentEnvelope)
        return StoredChange(
            current.since, current.time_zone, current.changed, current.removed, current.machinery
        )
    body = decode(text, Envelope)
    system = upgraded(body.format_version, {"entities": body.changed})
    changed = decode(json.dumps(system["entities"]), tuple[Entity, ...])
    return StoredChange(body.since, body.time_zone, changed, body.removed, body.machinery)


def replayed(
    changes: Mapping[str, StoredChange], known: Mapping[str, Stored]
) -> Callable[[str], Stored | None]:
    """The schema after a revision, from the records of it and of its ancestors."""
    states = dict(known)

    def after(revision: str) -> Stored | None:
        waiting: list[str] = []
        at: str | None = revision
        while at is not None and at not in states:
            if at not in changes or at in waiting:
                return None
            waiting.append(at)
            at = changes[at].since
        state = Stored() if at is None else states[at]
        for name in reversed(waiting):
            state = states[name] = applied(state, changes[name])
        return state

    return after
