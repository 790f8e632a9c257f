"""Two systems -> the revision that a build from one to the other would add."""

from msc.emit.revisions.losses import losses
from msc.emit.revisions.matching import step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.stored import stored
from msc.ir.changes import Migration
from msc.ir.system import System


def migration(old: System, new: System) -> Migration:
    """The operations of the next revision, and the declarations that it needs in the spec."""
    return Migration(
        tuple(operation.words for operation in operations(step(stored(old), stored(new)))),
        tuple(f"{loss.message}; {loss.hint}" for loss in losses(old, new)),
    )
