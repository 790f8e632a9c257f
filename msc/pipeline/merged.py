"""Files merged by git -> the destination, in which they do not count as edited.

Git follows renamed files, so a change from one branch can end up in a file that exists only on the
other. The content of such a file is not the output of any build, although nobody edited it: on each
side of the merge, it matched the manifest of that side.
"""

from msc.core.record import replace
from msc.emit.contents import digest
from msc.emit.destination import Destination
from msc.emit.manifest import MANIFEST, Manifest, Recorded, from_text
from msc.pipeline.tracked import git


def with_merged(destination: Destination, paths: tuple[str, ...]) -> Destination:
    """The destination, with the present text of each merged file accepted as generated."""
    manifest = destination.manifest
    sides = _sides(destination) if paths and manifest else ()
    if manifest is None or len(sides) < 2:
        return destination
    mixed = {path for path in paths if _is_mixed(destination, path, sides)}
    files = tuple(
        replace(file, digests=(*file.digests, destination.digests[file.path] or ""))
        if file.path in mixed
        else file
        for file in manifest.files
    )
    return replace(destination, manifest=Manifest(files))


def _sides(destination: Destination) -> tuple[tuple[str, dict[str, Recorded]], ...]:
    """The parents of the current merge or merge commit, with their manifests."""
    root = destination.root
    merging = git(root, "rev-parse", "--quiet", "--verify", "MERGE_HEAD")
    names = ["HEAD", "MERGE_HEAD"]
    if merging is None:
        names = (
            (git(root, "rev-list", "--parents", "--max-count=1", "HEAD") or b"")
            .decode()
            .split()[1:]
        )
    sides = []
    for name in names:
        text = git(root, "show", f"{name}:./{MANIFEST}")
        try:
            sides.append((name, from_text((text or b"").decode()).by_path()))
        except ValueError:
            return ()
    return tuple(sides)


def _is_mixed(
    destination: Destination, path: str, sides: tuple[tuple[str, dict[str, Recorded]], ...]
) -> bool:
    """Whether the file was unedited on each side that has it."""
    mixed = False
    for name, files in sides:
        text = git(destination.root, "show", f"{name}:./{path}")
        if text is None:
            continue
        if path not in files or digest(text) not in files[path].digests:
            return False
        mixed = True
    return mixed
