"""Losses of stored data that nobody has accepted."""

from collections.abc import Iterator

from msc.core.diagnostics import Diagnostic
from msc.core.record import replace
from msc.emit.revisions.additions import History, branches_of, lineage_to
from msc.emit.revisions.lineage import FieldName, across, hinted, without
from msc.emit.revisions.losses import losses
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Nouns, Store
from msc.ir.system import System


def unaccepted(history: History, last: tuple[Nouns, ...], new: System) -> tuple[Diagnostic, ...]:
    """The diagnostics of a system that follows a history; `last` are the systems built last."""
    diagnostics: list[Diagnostic] = []
    for old, following in _ways(history, new):
        # Documents have no revisions, so the last build determines what is stored.
        for system in last or (Stored(),):
            diagnostics += losses(_with_documents(old, system), following)
    return tuple(dict.fromkeys(diagnostics))


def _with_documents(old: Stored, system: Nouns) -> Stored:
    names = {entity.name for entity in old.entities}
    documents = (
        entity
        for entity in system.entities
        if entity.store is Store.MONGO and entity.name not in names
    )
    return replace(old, entities=(*old.entities, *documents))


def _ways(history: History, new: System) -> Iterator[tuple[Stored, System]]:
    """The changes from the schema of each head, as far as others may have it, to the new system."""
    heads = history.graph.heads
    for head in heads:
        old, following = _committed(history, head), new
        for other in heads:
            if other == head:
                continue
            here, there = branches_of(history, head, other)
            # What the other branch removed was accepted there.
            entities, fields = there.history.gone(there.start)
            names, gone = here.history.entities, here.history.fields
            old = without(
                old,
                frozenset(names[name] for name in entities if name in names),
                frozenset(gone[name] for name in fields if name in gone),
            )
            following = hinted(following, old, across(here.history, there.history))
        yield old, following


def _committed(history: History, head: str) -> Stored:
    """The schema after a head, without what only uncommitted revisions added."""
    kept = frozenset(revision.name for revision in history.graph.revisions) - history.loose
    came = lineage_to(history, head, kept)
    state = history.states[head]
    entities = frozenset(came.entities.values())
    fields: frozenset[FieldName] = frozenset(came.fields.values())
    return without(
        state,
        frozenset(entity.name for entity in state.entities) - entities,
        frozenset((entity.name, field.name) for entity in state.entities for field in entity.fields)
        - fields,
    )
