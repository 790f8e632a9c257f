"""Two systems -> every element that was added, removed, renamed or changed, with its values."""

from collections.abc import Mapping

from msc.diff.flatten import Path, flatten
from msc.diff.impact import Difference, judge, worst
from msc.diff.sections import Element, elements
from msc.ir.changes import Change, ChangeKind, Detail
from msc.ir.entities import Entity
from msc.ir.system import System

type Key = tuple[str, str]


def compare(old: System | None, new: System) -> tuple[Change, ...]:
    """All differences, in the order of the new system's sections, removed elements last in each."""
    before = _by_key(old) if old is not None else {}
    after = _by_key(new)
    renamed = {
        (each.section, each.renamed_from): key
        for key, each in after.items()
        if each.renamed_from and key not in before and (each.section, each.renamed_from) in before
    }
    changes = [_entered(each, before, renamed) for each in after.values()]
    gone = [
        _whole(each, ChangeKind.REMOVED)
        for key, each in before.items()
        if key not in after and key not in renamed
    ]
    found = [each for each in (*changes, *gone) if each is not None]
    return tuple(sorted(found, key=_order))


def _by_key(system: System) -> dict[Key, Element]:
    return {(each.section, each.name): each for each in elements(system)}


def _order(change: Change) -> tuple[int, str, bool, str]:
    parts = ("nouns", "verbs", "triggers", "system")
    removed = change.kind is ChangeKind.REMOVED
    return parts.index(change.part), change.section, removed, change.name


def _entered(
    element: Element, before: Mapping[Key, Element], renamed: Mapping[Key, Key]
) -> Change | None:
    key = (element.section, element.name)
    old_key = next((old for old, new in renamed.items() if new == key), key)
    old = before.get(old_key)
    if old is None:
        return _whole(element, ChangeKind.ADDED)
    return _altered(old, element)


def _whole(element: Element, kind: ChangeKind) -> Change:
    impact = judge(Difference(element.section, kind, _judged(element, ()), None, None))
    added = kind is ChangeKind.ADDED
    details = tuple(
        Detail(path, None if added else value, value if added else None, impact)
        for path, value in flatten(element.value)
    )
    return Change(element.part, element.section, element.name, kind, None, impact, details)


def _altered(old: Element, new: Element) -> Change | None:
    details = _details(old, new)
    renamed = old.name != new.name
    if not details and not renamed:
        return None
    kind = ChangeKind.RENAMED if renamed else ChangeKind.CHANGED
    whole = judge(Difference(new.section, kind, (), old.name, new.name)) if renamed else None
    impacts = tuple(each.impact for each in details)
    impact = worst((*impacts, whole) if whole else impacts)
    old_name = old.name if renamed else None
    return Change(new.part, new.section, new.name, kind, old_name, impact, details)


def _details(old: Element, new: Element) -> tuple[Detail, ...]:
    renamed = _renamed_fields(old.value, new.value)
    before = {_moved(path, renamed): value for path, value in flatten(old.value)}
    after = dict(flatten(new.value))
    paths = [*after, *(path for path in before if path not in after)]
    return (
        *(_detail(new, ("fields", to, "name"), former, to) for former, to in renamed.items()),
        *(
            _detail(new, path, before.get(path), after.get(path))
            for path in paths
            if before.get(path) != after.get(path) and path[-1:] != ("renamed_from",)
        ),
    )


def _renamed_fields(old: object, new: object) -> dict[str, str]:
    """The new name of each field of an entity that says what it was called."""
    if not (isinstance(old, Entity) and isinstance(new, Entity)):
        return {}
    before, after = ({each.name for each in one.fields} for one in (old, new))
    return {
        each.renamed_from: each.name
        for each in new.fields
        if each.renamed_from in before and each.renamed_from not in after
    }


def _moved(path: Path, renamed: Mapping[str, str]) -> Path:
    if path[:1] == ("fields",) and len(path) > 1 and path[1] in renamed:
        return ("fields", renamed[path[1]], *path[2:])
    return path


def _detail(element: Element, path: Path, old: str | None, new: str | None) -> Detail:
    judged = _judged(element, path)
    impact = judge(Difference(element.section, ChangeKind.CHANGED, judged, old, new))
    return Detail(path, old, new, impact)


def _judged(element: Element, path: Path) -> Path:
    return (element.name, *path) if element.section == "system" else path
