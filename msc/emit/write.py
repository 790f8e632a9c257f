"""A file tree and the record of the last build -> the destination."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.source import Span
from msc.emit import journal
from msc.emit.manifest import (
    MANIFEST,
    SYSTEM,
    Manifest,
    Recorded,
    digest,
    from_text,
    manifest_of,
    to_text,
)
from msc.emit.tree import FileTree, Owner, RenderedFile


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a build changes: paths that are new, that differ, that go, and how many stay."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder as it is: the last manifest, and the digest of each file that matters."""

    root: Path
    manifest: Manifest | None
    digests: dict[str, str | None]


def look(root: Path, paths: tuple[str, ...] = ()) -> Checked[Destination]:
    """The destination with the digests of all recorded files and of `paths`."""
    journal.recover(root)
    record = root / MANIFEST
    manifest = None
    if record.exists():
        try:
            manifest = from_text(record.read_text("utf-8"))
        except ValueError as error:
            return Checked(
                None, (at(codes.BROKEN_RECORD, place(MANIFEST), path=MANIFEST, reason=error),)
            )
    known = {each.path for each in manifest.files} if manifest else set()
    digests = {path: _digest(root / path) for path in sorted(known | set(paths))}
    return Checked(Destination(root, manifest, digests))


def _digest(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def place(path: str) -> Span:
    """A place that stands for a whole file of the destination."""
    return Span(path, 1, 1, 1, 1)


def untouched(destination: Destination) -> bool:
    """Whether every recorded file of msc's is as the last build left it."""
    return destination.manifest is not None and all(
        destination.digests[each.path] == each.digest
        for each in destination.manifest.files
        if each.owner is not Owner.SEEDED
    )


def survey(tree: FileTree, destination: Destination) -> Checked[WriteReport]:
    """What writing the tree would change, or why it must not be written."""
    recorded = destination.manifest.by_path() if destination.manifest else {}
    planned = {each.path: each for each in tree.files}
    found = [_obstacle(each, recorded.get(each.path), destination) for each in tree.files]
    orphans = [each for path, each in recorded.items() if path not in planned]
    found += [_orphan(each, destination) for each in orphans]
    diagnostics = tuple(each for each in found if each is not None)
    if diagnostics:
        return Checked(None, diagnostics)
    created, changed = [], []
    for each in tree.files:
        now = destination.digests.get(each.path)
        if now is None:
            created.append(each.path)
        elif each.owner is Owner.GENERATED and now != digest(each.text.encode()):
            changed.append(each.path)
    removed = tuple(
        each.path
        for each in orphans
        if each.owner is Owner.GENERATED and destination.digests[each.path] is not None
    )
    rest = len(planned) - len(created) - len(changed)
    return Checked(WriteReport(tuple(created), tuple(changed), removed, rest))


def _obstacle(
    file: RenderedFile, recorded: Recorded | None, destination: Destination
) -> Diagnostic | None:
    now = destination.digests.get(file.path)
    if now is None or file.owner is Owner.SEEDED or now == digest(file.text.encode()):
        return None
    if file.owner is Owner.HISTORY:
        return at(codes.SCHEMA_CHANGED, place(file.path), path=file.path)
    if recorded is None:
        return at(codes.FILE_IN_THE_WAY, place(file.path), path=file.path)
    if now != recorded.digest:
        return at(codes.EDITED_FILE, place(file.path), path=file.path)
    return None


def _orphan(recorded: Recorded, destination: Destination) -> Diagnostic | None:
    now = destination.digests[recorded.path]
    if recorded.owner is not Owner.GENERATED or now in (None, recorded.digest):
        return None
    return at(codes.EDITED_ORPHAN, place(recorded.path), path=recorded.path)


def write(
    tree: FileTree, destination: Destination, report: WriteReport, system: str, inputs: str
) -> None:
    """Writes what the survey allowed, all of it or nothing."""
    by_path = {each.path: each for each in tree.files}
    texts = {path: by_path[path].text for path in (*report.created, *report.changed)}
    kept = tuple(
        each
        for each in (destination.manifest.files if destination.manifest else ())
        if each.owner is Owner.HISTORY
    )
    records = {MANIFEST: to_text(manifest_of(tree, inputs, kept)), SYSTEM: system}
    for path, text in records.items():
        if _digest(destination.root / path) != digest(text.encode()):
            texts[path] = text
    if texts or report.removed:
        executables = frozenset(each.path for each in tree.files if each.executable)
        journal.commit(destination.root, texts, executables, report.removed)


def edit_of(path: str, pristine: str, root: Path) -> str:
    """What a person changed in a file, as a unified diff."""
    current = (root / path).read_text("utf-8", errors="replace")
    lines = difflib.unified_diff(
        pristine.splitlines(keepends=True),
        current.splitlines(keepends=True),
        f"{path} (as msc wrote it)",
        f"{path} (as it is)",
        n=2,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def stale(tree: FileTree, destination: Destination) -> tuple[Diagnostic, ...]:
    """Each file that is not as a build would leave it."""
    planned = {each.path for each in tree.files}
    recorded = destination.manifest.by_path() if destination.manifest else {}
    found = []
    for each in tree.files:
        now = destination.digests.get(each.path)
        if now is None:
            found.append((each.path, "missing"))
        elif each.owner is Owner.GENERATED and now != digest(each.text.encode()):
            found.append((each.path, "not what the spec says"))
    for path, record in recorded.items():
        orphan = path not in planned and record.owner is Owner.GENERATED
        if orphan and destination.digests[path] is not None:
            found.append((path, "no longer part of the system"))
    return tuple(
        at(codes.NOT_CURRENT, place(path), path=path, state=state) for path, state in sorted(found)
    )
