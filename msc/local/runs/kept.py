"""Data that persists between the runs of one build."""

import hashlib
import shutil
from pathlib import Path

from msc.local.containers import remove_volume

ELSEWHERE = Path("/var/lib/msc")
VOLUME_SUFFIX = ".volume"


def kept_folder(runs: Path, *, reachable: bool) -> Path:
    """Next to the runs, or elsewhere if the account of a server could not access it there."""
    if reachable:
        return runs / "data"
    return ELSEWHERE / hashlib.sha256(str(runs).encode()).hexdigest()[:16]


def forget(kept: Path) -> None:
    """Deletes the data, including volumes of containers."""
    for note in kept.glob(f"*{VOLUME_SUFFIX}"):
        remove_volume(note.read_text(), note.name.removesuffix(VOLUME_SUFFIX))
    shutil.rmtree(kept, ignore_errors=True)
