"""Two heads of a forked history -> the revision that joins them.

If each branch made exactly the changes that the other one lacks, Alembic can run the revisions of
both in any order, and the joining revision is empty. Otherwise the branches conflict: both add a
column, or one renames a table that the other changes. Then the revisions of both are amended: one
that runs on a database of the other branch migrates it directly to the joined tables, and the rest
of its branch does nothing. So the state of a database depends only on the revisions that ran: those
of one branch lead to its tables, and any from both lead to the joined ones.
"""

import ast
import re
from collections import Counter

from msc.core.record import Record
from msc.emit.revisions.lineage import Lineage, across, hinted
from msc.emit.revisions.matching import step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import VERSIONS, calls, name_of
from msc.emit.revisions.stored import Stored
from msc.lower.pycode import literal

IMPORT = re.compile(r"^from alembic import op$", re.MULTILINE)
AMENDMENT = '''

def upgrade() -> None:
    """Does its part, unless this is a database of the other branch."""
    if not context.script.get_revision("{join}").module.joins(revision):
        upgrade_before_{join}()


def downgrade() -> None:
    """Undoes its part, unless the other branch is still there."""
    if not context.script.get_revision("{join}").module.leaves(revision):
        downgrade_before_{join}()
'''


class Branch(Record):
    """One side of a fork: its schema, and the revisions by msc that only it has.

    `history` is the lineage of `start`, the common schema, on this branch.
    """

    head: str
    state: Stored
    revisions: tuple[str, ...]
    calls: tuple[str, ...] | None
    start: Stored
    history: Lineage


class JoinView(Record):
    """The revision that joins conflicting branches."""

    module: str
    element: str
    name: str
    revises: str
    revision: str
    down_revision: str
    one: str
    other: str
    from_one: tuple[str, ...]
    from_other: tuple[str, ...]
    to_one: tuple[str, ...]
    to_other: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path of the revision."""
        return f"{VERSIONS}/{self.module}.py"


def seen_from(branch: Branch, other: Branch, new: Stored) -> Stored:
    """The joined tables, with the other branch's renames applied to the tables of this one."""
    return hinted(new, branch.state, across(branch.history, other.history))


def are_independent(one: Branch, other: Branch, new: Stored) -> bool:
    """Whether each branch made exactly the changes that the other one lacks."""
    return _does(one, other, new) and _does(other, one, new)


def _does(branch: Branch, other: Branch, new: Stored) -> bool:
    missing = calls(operations(step(other.state, seen_from(other, branch, new))))
    return branch.calls is not None and Counter(branch.calls) == Counter(missing)


def join_view(one: Branch, other: Branch, new: Stored, record: str) -> JoinView:
    """The revision that joins two conflicting branches."""
    ways = [step(branch.state, seen_from(branch, rest, new)) for branch, rest in
            ((one, other), (other, one))]  # fmt: skip
    there = [calls(operations(way)) for way in ways]
    back = [calls(operations(way.undone())) for way in ways]
    after = (one.head, other.head)
    name = name_of(after, record, *there[0], "", *there[1])
    return JoinView(
        module=f"{name}_joins_{one.head[:20]}_and_{other.head[:20]}",
        element="",
        name=name,
        revises=", ".join(after),
        revision=literal(name),
        down_revision=literal(after),
        one=literal(one.revisions),
        other=literal(other.revisions),
        from_one=there[0],
        from_other=there[1],
        to_one=back[0],
        to_other=back[1],
    )


def amended(text: str, join: str) -> str:
    """A revision that checks for a later join first; its changes move to new functions."""
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name in ("upgrade", "downgrade"):
            line = lines[node.lineno - 1]
            name = f"def {node.name}_before_{join}"
            lines[node.lineno - 1] = line.replace(f"def {node.name}", name, 1)
    body = "".join(lines).rstrip("\n") + "\n" + AMENDMENT.format(join=join)
    return body if "from alembic import context" in body else _with_context(body)


def _with_context(text: str) -> str:
    if IMPORT.search(text):
        return IMPORT.sub("from alembic import context, op", text, count=1)
    first = ast.parse(text).body[0]
    # A docstring stays the first statement of the module.
    line = first.end_lineno or 0 if isinstance(first, ast.Expr) else 0
    lines = text.splitlines(keepends=True)
    return "".join((*lines[:line], "\nfrom alembic import context\n", *lines[line:]))
