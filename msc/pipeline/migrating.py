"""Two systems -> the revision that a build between them would add."""

from typing import TYPE_CHECKING

from msc.ir.changes import Migration

if TYPE_CHECKING:
    from msc.ir.system import System


def migration(old: "System", new: "System") -> Migration:
    """What the next revision does, and what the spec has to say first."""
    from msc.emit.revisions.losses import losses
    from msc.emit.revisions.matching import step
    from msc.emit.revisions.operations import operations

    return Migration(
        tuple(each.words for each in operations(step(old, new))),
        tuple(f"{each.message}; {each.hint}" for each in losses(old, new)),
    )
