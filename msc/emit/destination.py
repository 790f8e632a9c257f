"""The current state of the destination: the record of the last build, and the files on disk."""

from collections.abc import Iterable
from pathlib import Path

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, at
from msc.core.record import Record, field, replace
from msc.emit.contents import place
from msc.emit.looks import Look, Looks, looked
from msc.emit.manifest import MANIFEST, Manifest, Recorded, from_text
from msc.emit.tree import Owner


class Destination(Record):
    """A folder, its last manifest, and the digest of each relevant file (None: absent)."""

    root: Path
    manifest: Manifest | None
    digests: dict[str, str | None]
    looks: dict[str, Look] = field(default_factory=dict)


NEVER = Looks()


def look(root: Path, paths: tuple[str, ...] = (), earlier: Looks = NEVER) -> Checked[Destination]:
    """The destination with the digests of all recorded files and of `paths`."""
    try:
        manifest = _manifest(root)
    except ValueError as error:
        diagnostic = at(codes.BROKEN_RECORD, place(MANIFEST), path=MANIFEST, reason=error)
        return Checked(None, (diagnostic,))
    recorded = {file.path for file in manifest.files} if manifest else set()
    return Checked(further(Destination(root, manifest, {}), recorded | set(paths), earlier))


def further(destination: Destination, paths: Iterable[str], earlier: Looks = NEVER) -> Destination:
    """The destination with the digests of additional paths."""
    new = set(paths) - destination.digests.keys()
    seen = looked(destination.root, new, earlier)
    looks = {path: one for path, one in seen.items() if isinstance(one, tuple)}
    digests = {**seen, **{path: one[4] for path, one in looks.items()}}
    return replace(
        destination,
        digests=destination.digests | digests,
        looks=destination.looks | looks,
    )


def _manifest(root: Path) -> Manifest | None:
    try:
        return from_text((root / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None


def is_untouched(destination: Destination) -> bool:
    """Whether the output of the last build is unchanged."""
    manifest = destination.manifest
    return manifest is not None and all(
        _is_untouched(file, destination.digests[file.path]) for file in manifest.files
    )


def _is_untouched(file: Recorded, now: str | None) -> bool:
    return now in file.digests if file.owner is Owner.GENERATED else now is not None
