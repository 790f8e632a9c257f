"""What is stored after a revision, and how that is recorded beside it.

Each revision that msc writes has a record in `.msc/revisions/`, named like it, which holds the
entities that it changed. Nothing is ever changed in such a file, so no merge of branches touches
one, and each head of a forked history still knows its own tables.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msc.core.record import Record, decode, encode, replace
from msc.emit.contents import RECORDS
from msc.ir.canonical import plain
from msc.ir.entities import Access, Entity, Nouns, Store
from msc.ir.fields import Field, StringType, TextType
from msc.ir.upgrades import FORMAT_VERSION, upgraded

FOLDER = f"{RECORDS}/revisions"


class Stored(Record):
    """The entities whose rows are in PostgreSQL, as far as tables depend on them."""

    entities: tuple[Entity, ...] = ()
    time_zone: str = "UTC"

    def entity(self, name: str) -> Entity:
        """The entity with that name; it must exist."""
        return next(entity for entity in self.entities if entity.name == name)


class StoredChange(Record):
    """What a revision changes in what is stored after the revision `since`, or after none."""

    since: str | None
    time_zone: str
    changed: tuple[Entity, ...]
    removed: tuple[str, ...]


class Envelope(Record):
    """A change as it is recorded, its entities in the format of that time."""

    format_version: int
    since: str | None
    time_zone: str
    changed: list[dict[str, Any]]
    removed: tuple[str, ...]


class CurrentEnvelope(Record):
    """The same in the present format, whose entities need no upgrade."""

    format_version: int
    since: str | None
    time_zone: str
    changed: tuple[Entity, ...]
    removed: tuple[str, ...]


def record_path(revision: str) -> str:
    """Where the record of a revision is."""
    return f"{FOLDER}/{revision}.json"


def stored(system: Nouns) -> Stored:
    """What a system stores in PostgreSQL."""
    kept = (entity for entity in system.entities if entity.store is Store.POSTGRES)
    return Stored(tuple(map(_entity, kept)), system.time_zone)


def _entity(entity: Entity) -> Entity:
    return replace(
        entity, description="", states=None, access=Access(), retention_days=None,
        fields=tuple(map(_field, entity.fields)),
    )  # fmt: skip


def _field(field: Field) -> Field:
    type_ = field.type
    if isinstance(type_, StringType):
        type_ = StringType(type_.max_length)
    elif isinstance(type_, TextType):
        type_ = TextType()
    return replace(field, type=type_, description="", write_once=False, personal=False)


def change(since: str | None, old: Stored, new: Stored) -> StoredChange:
    """The difference to record."""
    before = {entity.name: entity for entity in old.entities}
    after = {entity.name for entity in new.entities}
    changed = tuple(entity for entity in new.entities if before.get(entity.name) != entity)
    return StoredChange(since, new.time_zone, changed, tuple(sorted(set(before) - after)))


def applied(old: Stored, difference: StoredChange) -> Stored:
    """What is stored after the change."""
    gone = {*difference.removed, *(entity.name for entity in difference.changed)}
    kept = (entity for entity in old.entities if entity.name not in gone)
    entities = sorted((*kept, *difference.changed), key=lambda entity: entity.name)
    return Stored(tuple(entities), difference.time_zone)


def to_text(difference: StoredChange) -> str:
    """The text of a record."""
    return encode({
        "format_version": FORMAT_VERSION,
        "since": difference.since,
        "time_zone": difference.time_zone,
        "changed": plain(difference.changed),
        "removed": list(difference.removed),
    })  # fmt: skip


def from_text(text: str) -> StoredChange:
    """The change of a record of any format; raises ValueError for anything else."""
    if f'\n "format_version": {FORMAT_VERSION},\n' in text:
        current = decode(text, CurrentEnvelope)
        return StoredChange(current.since, current.time_zone, current.changed, current.removed)
    body = decode(text, Envelope)
    system = upgraded(body.format_version, {"entities": body.changed})
    changed = decode(json.dumps(system["entities"]), tuple[Entity, ...])
    return StoredChange(body.since, body.time_zone, changed, body.removed)


def replayed(
    changes: Mapping[str, StoredChange], known: Mapping[str, Stored]
) -> Callable[[str], Stored | None]:
    """What is stored after a revision, from the records of it and of those that it builds on."""
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
