"""Many file changes as one: prepared aside, recorded, applied, and finished after a crash.

Until the journal exists nothing of the old state was touched. Once it exists every later step can be
repeated, so whoever looks next finishes the work before anything else.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

STAGING = ".msc/staging"
JOURNAL = ".msc/journal.json"
PLAIN, EXECUTABLE = 0o644, 0o755


def commit(
    root: Path, texts: Mapping[str, str], executables: frozenset[str], removed: tuple[str, ...]
) -> None:
    """Writes all texts and removes all paths, whatever interrupts it."""
    recover(root)
    staging = root / STAGING
    for path in sorted(texts):
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(texts[path], "utf-8", newline="\n")
        target.chmod(EXECUTABLE if path in executables else PLAIN)
    # The records go last, so that they never describe files that are not there yet.
    order = sorted(texts, key=lambda path: (path.startswith(".msc/"), path))
    _replace(root / JOURNAL, json.dumps({"write": order, "remove": sorted(removed)}, indent=1))
    _apply(root)


def recover(root: Path) -> bool:
    """Finishes or forgets what an earlier run left behind; says whether it had to."""
    if (root / JOURNAL).exists():
        _apply(root)
        return True
    unfinished = (root / JOURNAL).with_suffix(".new")
    left = unfinished.exists() or (root / STAGING).exists()
    unfinished.unlink(missing_ok=True)
    if (root / STAGING).exists():
        shutil.rmtree(root / STAGING)
    return left


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    with aside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _apply(root: Path) -> None:
    work = json.loads((root / JOURNAL).read_text("utf-8"))
    staging = root / STAGING
    for path in work["remove"]:
        (root / path).unlink(missing_ok=True)
        _prune((root / path).parent, root)
    for path in work["write"]:
        source, target = staging / path, root / path
        # What is no longer staged was moved by the run that was interrupted.
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    (root / JOURNAL).unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _prune(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
