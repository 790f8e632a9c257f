"""A stamp that lets the next build detect unchanged inputs without compiling.

Nothing else depends on it. Every build changes it, so it is not committed, and it may be missing.
"""

import json
from pathlib import Path

from msc.core.record import Record, asdict, decode
from msc.emit.contents import RECORDS, digest_at
from msc.emit.manifest import MANIFEST, SYSTEM

STAMP = f"{RECORDS}/stamp.json"


class Stamp(Record):
    """Digests: of the spec and the compiler, and of the two records."""

    inputs: str
    manifest: str
    system: str


def stamp_of(inputs: str, manifest: str, system: str) -> str:
    """The text of the stamp for a build that wrote two records with these digests."""
    return json.dumps(asdict(Stamp(inputs, manifest, system)), indent=1) + "\n"


def is_stamped(root: Path, inputs: str) -> bool:
    """Whether the last build had these inputs, and its records are unchanged."""
    try:
        stamp = decode((root / STAMP).read_text("utf-8"), Stamp)
    except (OSError, ValueError):
        return False
    # The records are long, and need not be read where the inputs differ.
    return stamp.inputs == inputs and (stamp.manifest, stamp.system) == (
        digest_at(root, MANIFEST),
        digest_at(root, SYSTEM),
    )
