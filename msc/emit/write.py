"""A surveyed file tree -> the destination: all of it or nothing."""

import difflib

from msc.core.diagnostics import Diagnostic
from msc.emit import journal
from msc.emit.contents import digest, digest_at
from msc.emit.destination import Destination
from msc.emit.manifest import MANIFEST, SYSTEM, Manifest, Recorded, files_of, to_text
from msc.emit.survey import WriteReport
from msc.emit.tree import FileTree, Owner


def write(
    tree: FileTree, destination: Destination, report: WriteReport, system: str, inputs: str
) -> tuple[Diagnostic, ...]:
    """Writes what the survey allowed, and the records; what is as it should be is not touched.

    Returns what was edited since the survey, if anything; then nothing is written.
    """
    by_path = {each.path: each for each in tree.files}
    texts = {path: by_path[path].text for path in (*report.created, *report.changed)}
    files = files_of(tree, _older_history(destination))
    manifest = Manifest(inputs, digest(system.encode()), files)
    records = {MANIFEST: to_text(manifest), SYSTEM: system}
    seen = {path: digest_at(destination.root, path) for path in records}
    for path, text in records.items():
        if seen[path] != digest(text.encode()):
            texts[path] = text
    if not texts and not report.removed:
        return ()
    executables = frozenset(each.path for each in tree.files if each.executable)
    seen.update(destination.digests)
    return journal.commit(destination.root, texts, executables, report.removed, seen)


def _older_history(destination: Destination) -> tuple[Recorded, ...]:
    return tuple(
        each
        for each in (destination.manifest.files if destination.manifest else ())
        if each.owner is Owner.HISTORY and destination.digests[each.path] is not None
    )


def edit_of(recorded: Recorded, pristine: str | None, destination: Destination) -> str:
    """What a person changed in a file, as a unified diff against the text that msc wrote."""
    path = recorded.path
    if pristine is None or digest(pristine.encode()) != recorded.digest:
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
