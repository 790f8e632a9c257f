"""A surveyed file tree -> the destination, written atomically."""

import difflib

from msc.core.diagnostics import Diagnostic
from msc.emit import journal
from msc.emit.contents import digest, digest_at
from msc.emit.destination import Destination
from msc.emit.journal import Content, content_of
from msc.emit.manifest import MANIFEST, SYSTEM, Manifest, Recorded, files_of, to_text
from msc.emit.stamp import STAMP, stamp_of
from msc.emit.survey import WriteReport
from msc.emit.tree import FileTree, Owner, RenderedFile


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
    written = {path: _content(by_path[path]) for path in (*report.created, *report.changed)}
    recorded = {path: content_of(text) for path, text in records(tree, destination, system).items()}
    recorded[STAMP] = content_of(
        stamp_of(inputs, recorded[MANIFEST].digest, recorded[SYSTEM].digest)
    )
    seen = {path: digest_at(destination.root, path) for path in recorded}
    written |= {path: one for path, one in recorded.items() if seen[path] != one.digest}
    if not written and not report.removed:
        return ()
    seen.update(destination.digests)
    return journal.commit(destination.root, written, report.removed, seen)


def _content(file: RenderedFile) -> Content:
    return Content(file.text.encode(), file.digest, file.executable)


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
