"""The revisions of a destination and their records -> its history."""

from collections.abc import Iterator

from msc.core.catalogue import destination as codes
from msc.core.conflicts import sides
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.emit.contents import place
from msc.emit.destination import Destination
from msc.emit.manifest import MANIFEST, SYSTEM
from msc.emit.revisions.additions import FRESH, History
from msc.emit.revisions.graph import Graph, Revision, in_order, revision_at
from msc.emit.revisions.revision import VERSIONS
from msc.emit.revisions.stored import (
    FOLDER,
    StoredChange,
    from_text,
    record_path,
    replayed,
    stored,
)
from msc.emit.tree import Owner
from msc.ir.canonical import from_json
from msc.ir.system import System

RESTORE = "restore it from version control"
START_ANEW = (
    "restore it from version control; if no database has run it, delete `{record}` too, and the "
    "next build makes it anew"
)


def read_history(destination: Destination, committed: frozenset[str] | None) -> Checked[History]:
    """The state of the tables of a destination.

    `committed` holds the paths below it that git tracks; None without a git repository.
    """
    root = destination.root
    paths = sorted(f"{VERSIONS}/{file.name}" for file in (root / VERSIONS).glob("*.py"))
    missing = tuple(_missing(destination, paths, committed))
    if missing:
        return Checked(None, missing)
    if not paths:
        return Checked(FRESH)
    if destination.manifest is None:
        reason = "it is missing, although there are revisions"
        return Checked(None, (_diagnostic(MANIFEST, reason, RESTORE),))
    read = _graph(destination, paths)
    if read.value is None:
        return Checked(None, read.diagnostics)
    return _known(destination, read.value, committed)


def _diagnostic(path: str, reason: str, suggestion: str) -> Diagnostic:
    return at(codes.BROKEN_HISTORY, place(path), path=path, reason=reason, suggestion=suggestion)


def _missing(
    destination: Destination, paths: list[str], committed: frozenset[str] | None
) -> Iterator[Diagnostic]:
    """Revisions written by msc that are missing, unless nobody else can have them."""
    recorded = destination.manifest.files if destination.manifest else ()
    for file in recorded:
        if file.owner is not Owner.HISTORY or file.path in paths:
            continue
        name = file.path.rpartition("/")[2].partition("_")[0]
        record = record_path(name)
        # Older releases numbered revisions, and kept no record that could be deleted with one.
        is_kept = (destination.root / record).exists() or (name.isdecimal() and bool(paths))
        if is_kept and (committed is None or file.path in committed):
            reason = "it was written by msc, and is missing"
            yield _diagnostic(file.path, reason, START_ANEW.format(record=record))


def _graph(destination: Destination, paths: list[str]) -> Checked[Graph]:
    revisions: list[Revision] = []
    recorded = destination.manifest.files if destination.manifest else ()
    pristine = {file.path for file in recorded if destination.digests[file.path] in file.digests}
    for path in paths:
        revision = revision_at(destination.root, path, pristine=path in pristine)
        if revision is None:
            reason = "it does not say `revision` and `down_revision` as plain texts"
            suggestion = "say both; `alembic` itself needs them"
            return Checked(None, (_diagnostic(path, reason, suggestion),))
        revisions.append(revision)
    names = {revision.name: revision.path for revision in reversed(revisions)}
    for revision in revisions:
        if names[revision.name] != revision.path:
            reason = f"it is `{revision.name}`, and so is `{names[revision.name]}`"
            suggestion = (
                "delete the one that fewer databases have run and build again: what it changed is "
                "derived anew"
            )
            return Checked(None, (_diagnostic(revision.path, reason, suggestion),))
        unknown = next((name for name in revision.after if name not in names), None)
        if unknown is not None:
            reason = f"it comes after `{unknown}`, which is not there"
            return Checked(None, (_diagnostic(revision.path, reason, RESTORE),))
    graph = in_order(revisions)
    if graph is None:
        return Checked(None, (_diagnostic(VERSIONS, "the revisions form a ring", RESTORE),))
    return Checked(graph)


def _known(
    destination: Destination, graph: Graph, committed: frozenset[str] | None
) -> Checked[History]:
    """The history with the schema after each revision, as far as it is recorded."""
    changes = _changes(destination)
    if changes.value is None:
        return Checked(None, changes.diagnostics)
    recorded = frozenset(changes.value)
    after = replayed(changes.value | _own(graph, recorded), {})
    states = {
        name: state for revision in graph.revisions if (state := after(name := revision.name))
    }
    unknown = [head for head in graph.heads if head not in states]
    if len(unknown) == len(graph.heads) == 1:
        # What an older release built has no such records, and a lost one can be made again.
        systems = last_systems(destination)
        if systems.value is None:
            return Checked(None, systems.diagnostics)
        states[unknown[0]] = stored(systems.value[0])
    elif unknown:
        path = graph.named(unknown[0]).path
        reason = f"`{record_path(unknown[0])}`, which says what it leads to, is missing"
        suggestion = (
            "restore it from version control; if an older msc built that branch, build it once "
            "more with this one, and merge again"
        )
        return Checked(None, (_diagnostic(path, reason, suggestion),))
    loose = frozenset(_loose(destination, graph, recorded, committed))
    recalled = frozenset(unknown)
    return Checked(History(graph, states, recorded | recalled, loose, recalled))


def _changes(destination: Destination) -> Checked[dict[str, StoredChange]]:
    """The records next to the revisions, by the revision's name."""
    changes = {}
    for file in sorted((destination.root / FOLDER).glob("*.json")):
        path = f"{FOLDER}/{file.name}"
        try:
            changes[file.stem] = from_text(file.read_text("utf-8"))
        except ValueError as error:
            diagnostic = at(codes.BROKEN_RECORD, place(path), path=path, reason=error)
            return Checked(None, (diagnostic,))
    return Checked(changes)


def _own(graph: Graph, recorded: frozenset[str]) -> dict[str, StoredChange]:
    """Hand-written revisions, which do not affect the schema that msc tracks."""
    return {
        revision.name: StoredChange(revision.after[0], "UTC", (), ())
        for revision in graph.revisions
        if revision.name not in recorded and len(revision.after) == 1
    }


def _loose(
    destination: Destination,
    graph: Graph,
    recorded: frozenset[str],
    committed: frozenset[str] | None,
) -> Iterator[str]:
    files = destination.manifest.by_path() if destination.manifest else {}
    for revision in graph.revisions:
        file = files.get(revision.path)
        if committed is None or file is None or revision.name not in recorded:
            continue
        if revision.path not in committed and destination.digests[file.path] in file.digests:
            yield revision.name


def last_systems(destination: Destination) -> Checked[tuple[System, ...]]:
    """The system of the last build, or those of both sides of a merge."""
    try:
        text = (destination.root / SYSTEM).read_text("utf-8")
        return Checked(tuple(from_json(side) for side in sides(text)))
    except (OSError, ValueError) as error:
        return Checked(None, (at(codes.BROKEN_RECORD, place(SYSTEM), path=SYSTEM, reason=error),))
