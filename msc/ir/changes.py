"""What differs between two systems: the output of comparison, the input of reports."""

from enum import StrEnum

from msc.core.record import Record


class Part(StrEnum):
    """The part of a spec that an element belongs to."""

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
    """What a change can break, from the worst to the harmless.

    DATA: stored rows are lost or must be rewritten. WIRE: an HTTP or event contract breaks.
    SOURCE: a name that hand-written code imports is gone. SAFE: none of these.
    """

    DATA = "DATA"
    WIRE = "WIRE"
    SOURCE = "SOURCE"
    SAFE = "SAFE"


class Detail(Record):
    """One value inside an element; `old` or `new` is None where there was or is no value.

    The reason says what breaks; it is empty where nothing does.
    """

    path: tuple[str, ...]
    old: str | None
    new: str | None
    impact: Impact
    reason: str = ""


class Change(Record):
    """One element that was added, removed, renamed or changed.

    `section` is the spec's section (entities, operations, …). For an added or removed element the
    details hold all of its values. An element that is `removed_with` an entity could not be without
    it.
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
    """What a build would do to tables that exist: operations in words, and why it would stop."""

    operations: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
