"""A system and the existing revisions -> the revisions that a build adds."""

from msc.core.record import Record, field, replace
from msc.emit.revisions.graph import Graph, Revision
from msc.emit.revisions.joining import (
    Branch,
    JoinView,
    amended,
    are_independent,
    join_view,
    seen_from,
)
from msc.emit.revisions.lineage import Lineage, lineage
from msc.emit.revisions.machinery import LATER
from msc.emit.revisions.matching import step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import RevisionView, calls, name_of, revision_view
from msc.emit.revisions.stored import Stored, change, record_path, stored, to_text
from msc.ir.entities import Nouns
from msc.lower.pycode import literal

JOINS = "def joins("


class History(Record):
    """The revisions of a destination, with the schema after each.

    `recorded` are the revisions written and recorded by msc, `loose` those of them that are
    uncommitted and unedited, and `recalled` heads that are known only from the recorded system.
    """

    graph: Graph = Graph()
    states: dict[str, Stored] = field(default_factory=dict)
    recorded: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    recalled: frozenset[str] = frozenset()


FRESH = History()


class BaselineView(Record):
    """The first revision, which creates all tables."""

    module: str
    element: str
    name: str
    revision: str
    machinery: tuple[str, ...]
    dropped_machinery: tuple[str, ...]


class Additions(Record):
    """The additions of a build to the history.

    `amended` maps paths of existing revisions to new texts; `records` holds the records next to
    revisions. `replaced` are paths whose revision is written again.
    """

    baselines: tuple[BaselineView, ...] = ()
    revisions: tuple[RevisionView, ...] = ()
    joins: tuple[JoinView, ...] = ()
    amended: dict[str, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()


def additions(system: Nouns, history: History = FRESH) -> Additions:
    """The baseline, or the revisions from all heads to the tables of the system."""
    new = stored(system)
    if not history.graph.revisions:
        return _baseline(new)
    records = {
        record_path(head): to_text(change(None, Stored(), history.states[head]))
        for head in history.recalled
    }
    joined, added = _joined(history, new)
    (head,) = joined.graph.heads
    following = None if joined.states[head] == new else _following(head, joined.states[head], new)
    refilled = None if following else _refilled(joined, head, new)
    if refilled is not None:
        return refilled
    return replace(
        added,
        revisions=(*added.revisions, *((following[0],) if following else ())),
        records=records | added.records | (following[1] if following else {}),
    )


def _baseline(new: Stored) -> Additions:
    record = to_text(change(None, Stored(), new))
    name = name_of((), record)
    machinery = tuple(call for part in LATER.values() for call in part.create)
    drops = tuple(part.drop for part in reversed(LATER.values()))
    view = BaselineView(f"{name}_baseline", "", name, literal(name), machinery, drops)
    return Additions(baselines=(view,), records={record_path(name): record})


def _following(head: str, old: Stored, new: Stored) -> tuple[RevisionView, dict[str, str]] | None:
    """The revision from the tables of a head to the new ones, if they differ, and its record."""
    way = step(old, new)
    changes = operations(way)
    if not changes:
        return None
    record = to_text(change(head, old, new))
    view = revision_view((head,), way, changes, operations(way.undone()), record)
    return view, {record_path(view.name): record}


def _refilled(history: History, head: str, new: Stored) -> Additions | None:
    """The latest revision with new fill values, if nobody else has it.

    Nothing else has changed.
    """
    revision = history.graph.named(head)
    before = revision.after[0] if len(revision.after) == 1 else ""
    if head not in history.loose or before not in history.states or history.states[head] == new:
        return None
    old, now = history.states[before], history.states[head]
    way = step(old, new)
    changes = operations(way)
    if calls(changes) == calls(operations(step(old, now))):
        return None
    record = to_text(change(before, old, new))
    view = revision_view((before,), way, changes, operations(way.undone()), record)
    module = revision.path.rpartition("/")[2].removesuffix(".py")
    view = replace(view, module=module, name=head, revision=literal(head))
    replaced = frozenset([revision.path])
    return Additions(revisions=(view,), records={record_path(head): record}, replaced=replaced)


def _joined(history: History, new: Stored) -> tuple[History, Additions]:
    """The history with a single head, and the revisions added for that."""
    added = Additions()
    while len(history.graph.heads) > 1:
        one, other, *_ = history.graph.heads
        history, added = _with_join(history, added, branches_of(history, one, other), new)
    return history, added


def _with_join(
    history: History, added: Additions, branches: tuple[Branch, Branch], new: Stored
) -> tuple[History, Additions]:
    one, other = branches
    idle = next((branch for branch in branches if not branch.revisions), None)
    busy = other if idle is one else one
    new = busy.state if idle is not None else seen_from(one, other, new)
    record = to_text(change(one.head, one.state, new))
    if idle is not None or are_independent(one, other, new):
        way = step(new, new)
        view = revision_view((one.head, other.head), way, (), (), record)
        text, added = "", replace(added, revisions=(*added.revisions, view))
        name, path = view.name, view.path
    else:
        join = join_view(one, other, new, record)
        history, added = _amended(history, added, join, (*one.revisions, *other.revisions))
        text, added = JOINS, replace(added, joins=(*added.joins, join))
        name, path = join.name, join.path
    revision = Revision(path, name, (one.head, other.head), text)
    history = replace(
        history,
        graph=Graph((*history.graph.revisions, revision)),
        states=history.states | {name: new},
        recorded=history.recorded | {name},
    )
    return history, replace(added, records=added.records | {record_path(name): record})


def _amended(
    history: History, added: Additions, join: JoinView, names: tuple[str, ...]
) -> tuple[History, Additions]:
    revisions = tuple(
        replace(revision, text=amended(revision.text, join.name))
        if revision.name in names
        else revision
        for revision in history.graph.revisions
    )
    texts = {revision.path: revision.text for revision in revisions if revision.name in names}
    paths = added.replaced | texts.keys()
    return (
        replace(history, graph=Graph(revisions)),
        replace(added, amended=added.amended | texts, replaced=paths),
    )


def branches_of(history: History, one: str, other: str) -> tuple[Branch, Branch]:
    """The two sides of a fork, by their heads."""
    graph = history.graph
    shared = frozenset(graph.up_to(one)) & frozenset(graph.up_to(other))
    return _branch(history, one, shared), _branch(history, other, shared)


def _branch(history: History, head: str, shared: frozenset[str]) -> Branch:
    side = tuple(name for name in history.graph.up_to(head) if name not in shared)
    # A revision that only joins two others does nothing, and so cannot conflict.
    own = tuple(
        name
        for name in side
        if name in history.recorded and len(history.graph.named(name).after) < 2
    )
    states = _states(history, head, shared)
    return Branch(
        head, history.states[head], own, _calls(history, side), states[0], lineage(states)
    )


def _calls(history: History, side: tuple[str, ...]) -> tuple[str, ...] | None:
    """All calls of a branch in order; None if they are unknown."""
    done: list[str] = []
    for revision in map(history.graph.named, side):
        if revision.name not in history.recorded:
            continue
        if not all(name in history.states for name in revision.after or ("",)):
            return None
        if JOINS in revision.text:
            return None
        if len(revision.after) == 1:
            old, new = history.states[revision.after[0]], history.states[revision.name]
            done += calls(operations(step(old, new)))
    return tuple(done)


def lineage_to(history: History, head: str, known: frozenset[str]) -> Lineage:
    """The lineage from the last common recorded revision to the head."""
    return lineage(_states(history, head, known))


def _states(history: History, head: str, known: frozenset[str]) -> tuple[Stored, ...]:
    """The states from the last common recorded revision to the head, along the first parents."""
    states = [history.states[head]]
    name = head
    while name and name not in known:
        name = next(iter(history.graph.named(name).after), "")
        states.append(history.states.get(name, Stored()))
    return tuple(reversed(states))
