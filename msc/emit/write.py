"""A surveyed file tree -> the destination, written atomically."""

import difflib

from msc.core.diagnostics import Diagnostic
from msc.emit import journal
from msc.emit.contents import digest, digest_at
from msc.emit.destination import Destination
from msc.emit.manifest import MANIFEST, SYSTEM, Manifest, Recorded, files_of, to_text
from msc.emit.stamp import STAMP, stamp_of
from msc.emit.survey import WriteReport
from msc.emit.tree import FileTree, Owner


def records(tree: FileTree, destination: Destination, system: str) -> dict[str, str]:
    """The records of a build, by path."""
    manifest = Manifest(files_of(tree, _kept(destination)))
    return {MANIFEST: to_text(manifest), SYSTEM: system, **tree.records}


def _kept(destination: Destination) -> tuple[Recorded, ...]:
    """Earlier revisions that still exist."""
    recorded = destination.manifest.files if destination.manifest else ()
    return tuple(
        file
        for file in recorded
        if file.owner is Owner.HISTORY and destination.digests[file.path] is not None
    )


def write(
    tree: FileTree, destination: Destination, report: WriteReport, system: str, inputs: str
) -> tuple[Diagnostic, ...]:
    """Writes the changes of the survey and the records; current files are not touched.

    Returns the files that were edited since the survey, in which case nothing is written.
    """
    by_path = {file.path: file for file in tree.files}
    texts = {path: by_path[path].text for path in (*report.created, *report.changed)}
    recorded = records(tree, destination, system)
    digests = {path: digest(text.encode()) for path, text in recorded.items()}
    recorded[STAMP] = stamp_of(inputs, digests[MANIFEST], digests[SYSTEM])
    digests[STAMP] = digest(recorded[STAMP].encode())
    seen = {path: digest_at(destination.root, path) for path in recorded}
    texts |= {path: text for path, text in recorded.items() if seen[path] != digests[path]}
    if not texts and not report.removed:
        return ()
    executables = frozenset(file.path for file in tree.files if file.executable)
    seen.update(destination.digests)
    return journal.commit(destination.root, texts, executables, report.removed, seen)


def edit_of(recorded: Recorded, pristine: str | None, destination: Destination) -> str:
    """A manual edit of a file, as a unified diff against the generated text."""
    path = recorded.path
    if pristine is None or digest(pristine.encode()) not in recorded.digests:
        return f"--- {path}\n(another version of msc wrote it, so the edit cannot be shown)\n"
    file = destination.root / path
    if not file.is_file():
        return f"--- {path}\n(no file any more)\n"
    lines = difflib.unified_diff(
        pristine.splitlines(keepends=True),
        file.read_text("utf-8", errors="replace").splitlines(keepends=True),
        f"{path} (as msc wrote it)",
        f"{path} (as it is)",
        n=2,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
