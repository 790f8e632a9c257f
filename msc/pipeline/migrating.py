"""Two systems -> the revision that a build between them would add."""

from msc.emit.revisions.losses import losses
from msc.emit.revisions.matching import step
from msc.emit.revisions.operations import operations
from msc.ir.changes import Migration
from msc.ir.system import System


def migration(old: System, new: System) -> Migration:
    """What the next revision does, and what the spec has to say first."""
    return Migration(
        tuple(operation.words for operation in operations(step(old, new))),
        tuple(f"{loss.message}; {loss.hint}" for loss in losses(old, new)),
    )
