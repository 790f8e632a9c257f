"""The current state of the destination: the record of the last build, and the files on disk."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from msc.core.beside import Work, beside
from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, at
from msc.core.record import Record, field, replace
from msc.emit.contents import place
from msc.emit.looks import Look, Looks, Seen, changed, looked
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
    started = looking(root, paths, earlier)
    return Checked(None if started.value is None else started.value(), started.diagnostics)


def looking(
    root: Path, paths: tuple[str, ...] = (), earlier: Looks = NEVER
) -> Checked[Work[Destination]]:
    """The same beside this process, if it has more than one core: what waits for the result."""
    try:
        manifest = _manifest(root)
    except ValueError as error:
        diagnostic = at(codes.BROKEN_RECORD, place(MANIFEST), path=MANIFEST, reason=error)
        return Checked(None, (diagnostic,))
    recorded = {file.path for file in manifest.files} if manifest else set()
    every, destination = recorded | set(paths), Destination(root, manifest, {})
    started = beside(dict[str, Look | str | None], partial(changed, root, every, earlier))

    def result() -> Destination:
        seen = started()
        files = earlier.files
        return _with(destination, {path: seen.get(path, files.get(path)) for path in every})

    return Checked(result)


def further(destination: Destination, paths: Iterable[str], earlier: Looks = NEVER) -> Destination:
    """The destination with the digests of additional paths."""
    new = set(paths) - destination.digests.keys()
    return _with(destination, looked(destination.root, new, earlier))


def _with(destination: Destination, seen: Seen) -> Destination:
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
