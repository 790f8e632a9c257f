"""A file tree and a destination -> the changes to write, or the reasons not to write them."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.record import Record
from msc.emit.contents import digest, digest_at, place
from msc.emit.destination import Destination
from msc.emit.manifest import MANIFEST, Recorded
from msc.emit.tree import FileTree, Owner, RenderedFile


class WriteReport(Record):
    """Paths that a build creates, changes and removes, and the number of unchanged ones."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    @property
    def touched(self) -> tuple[str, ...]:
        """Every path that is written or removed."""
        return (*self.created, *self.changed, *self.removed)


def survey(tree: FileTree, destination: Destination) -> Checked[WriteReport]:
    """The changes that writing the tree would make; diagnostics forbid writing anything."""
    recorded = destination.manifest.by_path() if destination.manifest else {}
    obstacles = (_obstacle(file, recorded.get(file.path), destination) for file in tree.files)
    orphans = _orphans(tree, destination)
    edited = (_edited_orphan(orphan, destination) for orphan in orphans)
    report = _report(tree, orphans, destination)
    diagnostics = [diagnostic for diagnostic in (*obstacles, *edited) if diagnostic is not None]
    diagnostics += _blocked(report, destination)
    return Checked(None, tuple(diagnostics)) if diagnostics else Checked(report)


def _orphans(tree: FileTree, destination: Destination) -> tuple[Recorded, ...]:
    """Generated files that are no longer planned but still exist."""
    planned = tree.paths
    recorded = destination.manifest.files if destination.manifest else ()
    return tuple(
        recorded_file
        for recorded_file in recorded
        if recorded_file.owner is Owner.GENERATED
        and recorded_file.path not in planned
        and destination.digests[recorded_file.path] is not None
    )


def _report(tree: FileTree, orphans: tuple[Recorded, ...], destination: Destination) -> WriteReport:
    created, changed = [], []
    for file in tree.files:
        now = destination.digests[file.path]
        if now is None:
            created.append(file.path)
        elif _is_rewritten(file, tree) and now != file.digest:
            changed.append(file.path)
    rest = len(tree) - len(created) - len(changed)
    removed = tuple(orphan.path for orphan in orphans)
    return WriteReport(tuple(created), tuple(changed), removed, rest)


def _is_rewritten(file: RenderedFile, tree: FileTree) -> bool:
    return file.owner is Owner.GENERATED or file.path in tree.replaced


def _obstacle(
    file: RenderedFile, recorded: Recorded | None, destination: Destination
) -> Diagnostic | None:
    now = destination.digests[file.path]
    if file.owner is Owner.SEEDED or now in (None, file.digest):
        return None
    if recorded is None:
        return at(codes.FILE_IN_THE_WAY, place(file.path), path=file.path)
    if file.owner is Owner.HISTORY:
        # Once written, a revision is the user's to amend.
        return None
    if not _is_known(recorded, now):
        return at(codes.EDITED_FILE, place(file.path), path=file.path)
    return None


def _is_known(recorded: Recorded, now: str | None) -> bool:
    """Whether the content was written by msc, or merged by git from two texts written by msc."""
    return now in recorded.digests or recorded.merged


def _edited_orphan(recorded: Recorded, destination: Destination) -> Diagnostic | None:
    if _is_known(recorded, destination.digests[recorded.path]):
        return None
    return at(codes.EDITED_ORPHAN, place(recorded.path), path=recorded.path)


def _blocked(report: WriteReport, destination: Destination) -> Iterator[Diagnostic]:
    """One diagnostic per link or file in the place of a folder."""
    first: dict[str, str] = {}
    for path in (*report.touched, MANIFEST):
        for parent in PurePosixPath(path).parents:
            first.setdefault(str(parent), path)
    for folder, path in sorted(first.items()):
        obstacle = destination.root / folder
        if folder != "." and obstacle.is_symlink():
            yield at(codes.LINK_IN_THE_WAY, place(folder), path=path, link=folder)
        elif obstacle.is_file() and folder not in report.removed:
            yield at(codes.FILE_IN_THE_WAY, place(folder), path=folder)


def stale(
    tree: FileTree, destination: Destination, records: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """Every file that differs from the output of a build, including the records."""
    if destination.manifest is None:
        return (_stale(MANIFEST, "missing: there is no build here"),)
    outdated = []
    for file in tree.files:
        now = destination.digests[file.path]
        if now is None:
            outdated.append((file.path, "missing"))
        elif _is_rewritten(file, tree) and now != file.digest:
            outdated.append((file.path, "not what the spec says"))
    outdated += [
        (orphan.path, "no longer part of the system") for orphan in _orphans(tree, destination)
    ]
    for path, text in records.items():
        if digest_at(destination.root, path) != digest(text.encode()):
            outdated.append((path, "not what a build would record"))
    return tuple(_stale(path, state) for path, state in sorted(outdated))


def _stale(path: str, state: str) -> Diagnostic:
    return at(codes.NOT_CURRENT, place(path), path=path, state=state)
