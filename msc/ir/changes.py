"""The differences between two systems, as found by comparison and shown in reports."""

from enum import StrEnum

from msc.core.record import Record


class Part(StrEnum):
    """The section of a spec that an element belongs to."""

    NOUNS = "nouns"
    VERBS = "verbs"
    TRIGGERS = "triggers"
    SYSTEM = "system"


class ChangeKind(StrEnum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


class Impact(StrEnum):
    """What a change can break, from worst to harmless.

    DATA: stored rows are lost or must be rewritten. WIRE: an HTTP or event contract breaks. SOURCE:
    a name that hand-written code imports is gone. SAFE: none of these.
    """

    DATA = "DATA"
    WIRE = "WIRE"
    SOURCE = "SOURCE"
    SAFE = "SAFE"


class Detail(Record):
    """One changed value inside an element; `old` or `new` is None if that side has no value.

    `reason` states what breaks; it is empty if nothing does.
    """

    path: tuple[str, ...]
    old: str | None
    new: str | None
    impact: Impact
    reason: str = ""


class Change(Record):
    """One element that was added, removed, renamed or changed.

    `section` is the spec's section (entities, operations, …). The details of an added or removed
    element hold all of its values. `removed_with` names the entity whose removal caused this one.
    """

    part: Part
    section: str
    name: str
    kind: ChangeKind
    old_name: str | None
    impact: Impact
    details: tuple[Detail, ...]
    reason: str = ""
    removed_with: str | None = None


class Migration(Record):
    """The effect of a build on existing tables: its operations in words, and what prevents it."""

    operations: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
