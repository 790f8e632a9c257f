"""The record of a build -> the system that it was built from."""

from pathlib import Path

from msc.emit.destination import Destination
from msc.emit.history import last_systems
from msc.emit.journal import unfinished
from msc.ir.system import System


def last_build(out: Path) -> System | None:
    """The system from which the destination was built, or None."""
    if unfinished(out):
        return None
    systems = last_systems(Destination(out, None, {})).value
    return systems[0] if systems else None
