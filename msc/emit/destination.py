"""The destination as it is: the record of the last build, and what lies there now."""

import os
from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, at
from msc.core.record import Record
from msc.core.source import Span
from msc.emit import journal
from msc.emit.manifest import MANIFEST, SYSTEM, Manifest, digest, from_text
from msc.emit.tree import Owner

# Stands for something that is no file: a folder, or a link that leads nowhere.
NO_FILE = "no file"


class Destination(Record):
    """A folder, its last manifest, and the digest of each file that matters (None: absent)."""

    root: Path
    manifest: Manifest | None
    digests: dict[str, str | None]


def look(root: Path, paths: tuple[str, ...] = ()) -> Checked[Destination]:
    """The destination with the digests of all recorded files and of `paths`."""
    try:
        journal.recover(root)
        manifest = _manifest(root)
    except ValueError as error:
        name = journal.JOURNAL if (root / journal.JOURNAL).exists() else MANIFEST
        return Checked(None, (at(codes.BROKEN_RECORD, place(name), path=name, reason=error),))
    known = {each.path for each in manifest.files} if manifest else set()
    digests = {path: digest_at(root, path) for path in sorted(known | set(paths))}
    return Checked(Destination(root, manifest, digests))


def _manifest(root: Path) -> Manifest | None:
    try:
        return from_text((root / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None


def digest_at(root: Path, path: str) -> str | None:
    """The digest of what lies at a path below the root."""
    name = os.path.join(root, path)
    try:
        with open(name, "rb") as file:
            return digest(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return NO_FILE if os.path.lexists(name) else None
    except IsADirectoryError:
        return NO_FILE


def place(path: str) -> Span:
    """A place that stands for a whole file of the destination."""
    return Span(path, 1, 1, 1, 1)


def is_current(destination: Destination, inputs: str) -> bool:
    """Whether the last build was of the same inputs, and left the folder as it is now."""
    manifest = destination.manifest
    if manifest is None or manifest.inputs != inputs:
        return False
    return digest_at(destination.root, SYSTEM) == manifest.system and all(
        destination.digests[each.path] == each.digest
        if each.owner is Owner.GENERATED
        else destination.digests[each.path] is not None
        for each in manifest.files
    )
