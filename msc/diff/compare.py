"""Two systems -> every added, removed, renamed or changed element, with its values."""

from collections.abc import Iterator, Mapping

from msc.core.record import Record, replace
from msc.diff.conditions import Difference
from msc.diff.flatten import ORDER, KeyPath, Leaf, flatten
from msc.diff.impact import Verdict, judge, worst
from msc.diff.removals import removed_with
from msc.diff.renames import Renames, carried, renames
from msc.diff.sections import Element, elements
from msc.diff.visibility import is_seen, seen
from msc.ir.changes import Change, ChangeKind, Detail, Impact, Part
from msc.ir.system import System

type Key = tuple[str, str]

NOTHING = Renames({}, {}, {}, {})


def compare(old: System | None, new: System) -> tuple[Change, ...]:
    """All differences by section, in the new system's order, removed elements last."""
    renamed = NOTHING if old is None else renames(old, new)
    former = None if old is None else carried(old, renamed)
    before = {} if former is None else _by_key(former)
    after = _by_key(new)
    members = seen(new) if former is None else seen(former, new)
    changes = [_entered(element, before, renamed, members) for element in after.values()]
    gone = {key: element for key, element in before.items() if key not in after}
    made_room = {} if old is None else _made_room(old, renamed)
    menu = () if old is None else _menu(old, new)
    removed = _removed(gone, made_room)
    return tuple(sorted([change for change in (*changes, *removed, *menu) if change], key=_order))


def _removed(gone: Mapping[Key, Element], made_room: Mapping[str, Element]) -> Iterator[Change]:
    owners = removed_with(gone.values())
    for key, element in gone.items():
        change = _whole(made_room.get(element.name, element), ChangeKind.REMOVED)
        owner = owners.get(key)
        yield change if owner is None else replace(change, removed_with=owner)


def _by_key(system: System) -> dict[Key, Element]:
    return {(element.section, element.name): element for element in elements(system)}


def _made_room(old: System, renamed: Renames) -> dict[str, Element]:
    """The former entities whose names are in use again, by their distinguishing keys."""
    return {
        renamed.entity(element.name): element
        for element in elements(old)
        if element.section == "entities" and element.name in renamed.taken_over
    }


def _order(change: Change) -> tuple[int, str, bool, str]:
    parts = ("nouns", "verbs", "triggers", "system")
    removed = change.kind is ChangeKind.REMOVED
    return parts.index(change.part), change.section, removed, change.name


def _menu(old: System, new: System) -> Iterator[Change]:
    """A change that reorders the commands of the bot's menu."""
    before, after = ([command.name for command in one.commands] for one in (old, new))
    if before != after and sorted(before) == sorted(after):
        detail = Detail((ORDER,), ", ".join(before), ", ".join(after), Impact.SAFE)
        kind, impact = ChangeKind.CHANGED, Impact.SAFE
        yield Change(Part.TRIGGERS, "bot", "commands", kind, None, impact, (detail,))


def _entered(
    element: Element, before: Mapping[Key, Element], renamed: Renames, members: frozenset[Key]
) -> Change | None:
    old = before.get((element.section, element.name))
    if old is None:
        return _whole(element, ChangeKind.ADDED)
    if not renamed and old.value == element.value:
        return None
    return _Comparison.of(old, element, renamed, members).change()


def _whole(element: Element, kind: ChangeKind) -> Change:
    verdict = judge(Difference(element.section, kind, _judged(element, ()), None, None))
    added = kind is ChangeKind.ADDED
    details = tuple(
        Detail(leaf.path, None if added else leaf.text, leaf.text if added else None,
               verdict.impact)
        for leaf in flatten(element.value)
        if leaf.path[-1:] != (ORDER,)
    )  # fmt: skip
    return Change(
        element.part, element.section, element.name, kind, None, verdict.impact, details,
        verdict.reason,
    )  # fmt: skip


class _Comparison(Record):
    """An element in both systems; the old version already uses the current names."""

    old: Element
    new: Element
    before: Mapping[KeyPath, Leaf]
    after: Mapping[KeyPath, Leaf]
    renamed: Renames
    former: str | None
    visible: bool

    @staticmethod
    def of(old: Element, new: Element, renamed: Renames, members: frozenset[Key]) -> "_Comparison":
        former = _former(renamed.entities).get(new.name) if new.section == "entities" else None
        before, after = ({leaf.path: leaf for leaf in flatten(one.value)} for one in (old, new))
        visible = is_seen(new, members)
        return _Comparison(old, new, before, after, renamed, former, visible)

    def change(self) -> Change | None:
        """The change of the element, or None if it is unchanged."""
        details = (*self._renamed_fields(), *self._details())
        if not details and self.former is None:
            return None
        kind = ChangeKind.CHANGED if self.former is None else ChangeKind.RENAMED
        whole = self._whole(kind)
        impact = worst(
            (*(detail.impact for detail in details), *(detail.impact for detail in whole))
        )
        reason = next((detail.reason for detail in whole), "")
        part, section, name = self.new.part, self.new.section, self.new.name
        return Change(part, section, name, kind, self.former, impact, details, reason)

    def _whole(self, kind: ChangeKind) -> tuple[Verdict, ...]:
        if self.former is None:
            return ()
        return (judge(Difference(self.new.section, kind, (), self.former, self.new.name)),)

    def _renamed_fields(self) -> Iterator[Detail]:
        if self.new.section != "entities":
            return
        for (entity, before), now in self.renamed.fields.items():
            if entity == (self.former or self.new.name):
                yield self._detail(("fields", now, "name"), before, now)

    def _details(self) -> Iterator[Detail]:
        paths = [*self.after, *(path for path in self.before if path not in self.after)]
        reported = self._already_reported()
        for path in paths:
            old, new = self.before.get(path), self.after.get(path)
            if path not in reported and _differ(old, new, self.renamed):
                yield self._detail(path, _text(old), _text(new))

    def _already_reported(self) -> set[KeyPath]:
        """Former names that another rename already reports."""
        if self.new.section != "entities":
            return set()
        owner = self.former or self.new.name
        fields = [now for (entity, _), now in self.renamed.fields.items() if entity == owner]
        reported: set[KeyPath] = {("fields", now, "renamed_from") for now in fields}
        return reported if self.former is None else {*reported, ("renamed_from",)}

    def _detail(self, path: KeyPath, old: str | None, new: str | None) -> Detail:
        judged = _judged(self.new, path)
        verdict = judge(
            Difference(
                self.new.section,
                ChangeKind.CHANGED,
                judged,
                old,
                new,
                self.before,
                self.after,
                self.visible,
            )  # fmt: skip
        )
        return Detail(path, old, new, verdict.impact, verdict.reason)


def _former(names: Mapping[str, str]) -> dict[str, str]:
    return {now: before for before, now in names.items()}


def _differ(old: Leaf | None, new: Leaf | None, renamed: Renames) -> bool:
    if old is None or new is None:
        # Added and removed items imply their order.
        return (old or new or Leaf((), "")).path[-1:] != (ORDER,)
    if new.path[-1:] == (ORDER,):
        return old.text != new.text and sorted(_words(old)) == sorted(_words(new))
    same = bool(renamed) and old.meaning == new.meaning != ()
    return old.text != new.text and not same


def _words(leaf: Leaf) -> list[str]:
    return leaf.text.split(", ")


def _text(leaf: Leaf | None) -> str | None:
    return None if leaf is None else leaf.text


def _judged(element: Element, path: KeyPath) -> KeyPath:
    return (element.name, *path) if element.section == "system" else path
