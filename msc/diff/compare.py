"""Two systems -> every element that was added, removed, renamed or changed, with its values."""

from collections.abc import Iterator, Mapping

from msc.diff.flatten import ORDER, Leaf, Path, flatten
from msc.diff.impact import Difference, judge, worst
from msc.diff.renames import Renames, carried, renames
from msc.diff.sections import Element, elements
from msc.ir.changes import Change, ChangeKind, Detail, Impact, Part
from msc.ir.system import System

type Key = tuple[str, str]

NOTHING = Renames({}, {}, {}, {})


def compare(old: System | None, new: System) -> tuple[Change, ...]:
    """All differences, in the order of the new system's sections, removed elements last in each."""
    found = NOTHING if old is None else renames(old, new)
    before = {} if old is None else _by_key(carried(old, found))
    after = _by_key(new)
    changes = [_entered(each, before, found) for each in after.values()]
    made_room = {} if old is None else _made_room(old, found)
    gone = [
        _whole(made_room.get(each.name, each), ChangeKind.REMOVED)
        for key, each in before.items()
        if key not in after
    ]
    menu = () if old is None else _menu(old, new)
    return tuple(sorted([each for each in (*changes, *gone, *menu) if each], key=_order))


def _by_key(system: System) -> dict[Key, Element]:
    return {(each.section, each.name): each for each in elements(system)}


def _made_room(old: System, found: Renames) -> dict[str, Element]:
    """The entities whose names others have now, as they were, by what tells them from those."""
    return {
        found.entity(each.name): each
        for each in elements(old)
        if each.section == "entities" and each.name in found.taken_over
    }


def _order(change: Change) -> tuple[int, str, bool, str]:
    parts = ("nouns", "verbs", "triggers", "system")
    removed = change.kind is ChangeKind.REMOVED
    return parts.index(change.part), change.section, removed, change.name


def _menu(old: System, new: System) -> Iterator[Change]:
    """That the bot's menu has the same commands in another order."""
    before, after = ([each.name for each in one.commands] for one in (old, new))
    if before != after and sorted(before) == sorted(after):
        detail = Detail((ORDER,), ", ".join(before), ", ".join(after), Impact.SAFE)
        kind, impact = ChangeKind.CHANGED, Impact.SAFE
        yield Change(Part.TRIGGERS, "bot", "commands", kind, None, impact, (detail,))


def _entered(element: Element, before: Mapping[Key, Element], found: Renames) -> Change | None:
    old = before.get((element.section, element.name))
    if old is None:
        return _whole(element, ChangeKind.ADDED)
    return _altered(old, element, found)


def _whole(element: Element, kind: ChangeKind) -> Change:
    impact = judge(Difference(element.section, kind, _judged(element, ()), None, None))
    added = kind is ChangeKind.ADDED
    details = tuple(
        Detail(each.path, None if added else each.text, each.text if added else None, impact)
        for each in flatten(element.value)
        if each.path[-1:] != (ORDER,)
    )
    return Change(element.part, element.section, element.name, kind, None, impact, details)


def _altered(old: Element, new: Element, found: Renames) -> Change | None:
    """The change of an element; the old one has the names of today already."""
    former = _former(found.entities).get(new.name) if new.section == "entities" else None
    details = (*_renamed_fields(new, former, found), *_details(old, new, found, former))
    if not details and former is None:
        return None
    kind = ChangeKind.CHANGED if former is None else ChangeKind.RENAMED
    whole = () if former is None else (judge(Difference(new.section, kind, (), former, new.name)),)
    impact = worst((*(each.impact for each in details), *whole))
    return Change(new.part, new.section, new.name, kind, former, impact, details)


def _former(names: Mapping[str, str]) -> dict[str, str]:
    return {now: before for before, now in names.items()}


def _renamed_fields(new: Element, former: str | None, found: Renames) -> Iterator[Detail]:
    if new.section != "entities":
        return
    for (entity, before), now in found.fields.items():
        if entity == (former or new.name):
            yield _detail(new, ("fields", now, "name"), before, now)


def _details(old: Element, new: Element, found: Renames, former: str | None) -> tuple[Detail, ...]:
    before = {each.path: each for each in flatten(old.value)}
    after = {each.path: each for each in flatten(new.value)}
    paths = [*after, *(path for path in before if path not in after)]
    said = _said(new, found, former)
    return tuple(
        _detail(new, path, _text(before.get(path)), _text(after.get(path)))
        for path in paths
        if path not in said and _differ(before.get(path), after.get(path), found)
    )


def _said(new: Element, found: Renames, former: str | None) -> set[Path]:
    """The former names that a rename has told already."""
    if new.section != "entities":
        return set()
    fields = [now for (entity, _), now in found.fields.items() if entity == (former or new.name)]
    said: set[Path] = {("fields", now, "renamed_from") for now in fields}
    return said if former is None else {*said, ("renamed_from",)}


def _differ(old: Leaf | None, new: Leaf | None, found: Renames) -> bool:
    if old is None or new is None:
        # The order of what is added or removed is told by that.
        return (old or new or Leaf((), "")).path[-1:] != (ORDER,)
    if new.path[-1:] == (ORDER,):
        return old.text != new.text and sorted(_words(old)) == sorted(_words(new))
    same = bool(found) and old.meaning == new.meaning != ()
    return old.text != new.text and not same


def _words(leaf: Leaf) -> list[str]:
    return leaf.text.split(", ")


def _text(leaf: Leaf | None) -> str | None:
    return None if leaf is None else leaf.text


def _detail(element: Element, path: Path, old: str | None, new: str | None) -> Detail:
    judged = _judged(element, path)
    impact = judge(Difference(element.section, ChangeKind.CHANGED, judged, old, new))
    return Detail(path, old, new, impact)


def _judged(element: Element, path: Path) -> Path:
    return (element.name, *path) if element.section == "system" else path
