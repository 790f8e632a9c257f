"""Git's view of a folder, to detect files that only git still has."""

import os
import subprocess
from pathlib import Path

from msc.core.catalogue.destination import LOST_FILE
from msc.core.diagnostics import Diagnostic, at
from msc.emit.contents import digest_at, place
from msc.emit.destination import Destination
from msc.emit.tree import Owner, owner_of


def tracked(folder: Path) -> frozenset[str] | None:
    """The paths below a folder in git's index.

    None if there is no repository or the folder is ignored.
    """
    place = folder.resolve()
    there = next(parent for parent in (place, *place.parents) if parent.is_dir())
    top = git(there, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    listed = git(there, "ls-files", "-z", "--full-name", "--", str(place)) or b""
    if not listed and git(there, "check-ignore", "--quiet", "--", str(place)) is not None:
        return None
    below = os.path.relpath(place, Path(os.fsdecode(top.rstrip(b"\n"))).resolve())
    start = "" if below == "." else f"{below}/".replace(os.sep, "/")
    names = os.fsdecode(listed).split("\0")
    return frozenset(name.removeprefix(start) for name in names if name)


def git(folder: Path, *arguments: str) -> bytes | None:
    """The output of git, or None if git fails or is not installed."""
    environment = os.environ | {"LC_ALL": "C"}
    try:
        done = subprocess.run(
            ("git", *arguments), cwd=folder, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout


def lost_files(
    destination: Destination, committed: frozenset[str] | None
) -> tuple[Diagnostic, ...]:
    """User files and revisions that are in git but missing in the folder."""
    lost = [
        path
        for path in sorted(committed or ())
        if owner_of(path) is not Owner.GENERATED and digest_at(destination.root, path) is None
    ]
    folder = destination.root.as_posix()
    return tuple(at(LOST_FILE, place(path), path=path, folder=folder) for path in lost)
