"""A revision, for its template."""

import hashlib
import re

from msc.core.naming import snake
from msc.core.record import Record
from msc.emit.revisions.columns import MigrationStep
from msc.emit.revisions.conversions import conversion
from msc.emit.revisions.matching import SchemaChange
from msc.lower.pycode import docstring, literal

MAX_SLUG = 60
MAIN = re.compile(r"\w+ (table|column) ")
VERSIONS = "services/db_postgres_service/alembic/versions"
NAME_LENGTH = 12


class RevisionView(Record):
    """A revision; `upgrade` and `downgrade` are calls in order."""

    module: str
    element: str
    title: str
    name: str
    revises: str
    revision: str
    down_revision: str
    upgrade: tuple[str, ...]
    downgrade: tuple[str, ...]
    upgrade_docstring: str
    downgrade_docstring: str

    @property
    def path(self) -> str:
        """The path of the revision."""
        return f"{VERSIONS}/{self.module}.py"


def name_of(after: tuple[str, ...], *contents: str) -> str:
    """The name of a revision: a digest of its predecessors and contents, unique across branches."""
    text = "\n".join((*after, "", *contents))
    return hashlib.sha256(text.encode()).hexdigest()[:NAME_LENGTH]


def revision_view(
    after: tuple[str, ...], way: SchemaChange, changes: tuple[MigrationStep, ...],
    back: tuple[MigrationStep, ...], record: str,
) -> RevisionView:  # fmt: skip
    """The revision of a change; its record is part of the digest in its name."""
    upgrade = calls(changes)
    name = name_of(after, record, *upgrade)
    title = title_of(changes) if changes else f"Joins {' and '.join(after)}"
    down = literal(after[0]) if len(after) == 1 else literal(after)
    return RevisionView(
        module=f"{name}_{snake(title)[:MAX_SLUG].rstrip('_')}",
        element="",
        title=title,
        name=name,
        revises=", ".join(after),
        revision=literal(name),
        down_revision=down,
        upgrade=upgrade,
        downgrade=calls(back),
        upgrade_docstring=docstring(
            "Brings the tables to what the spec says."
            if changes
            else "Both branches have already brought the tables to what the spec says."
        ),
        downgrade_docstring=docstring(_way_back(way) if changes else "Leaves the tables alone."),
    )


def calls(changes: tuple[MigrationStep, ...]) -> tuple[str, ...]:
    """The calls of operations, in order."""
    return tuple(call for operation in changes for call in operation.calls)


def title_of(changes: tuple[MigrationStep, ...]) -> str:
    """The title of a revision, taken from its main operation."""
    main = next((change for change in changes if MAIN.match(change.words)), changes[0])
    rest = " and more" if len(changes) > 1 else ""
    return f"{main.words[0].upper()}{main.words[1:]}{rest}"


def _way_back(way: SchemaChange) -> str:
    lost = [column.name for column in way.dropped]
    for pair in way.pairs:
        lost += [f"{pair.old.name}.{column.name}" for column in pair.dropped]
        lost += [
            f"{pair.old.name}.{old.name}"
            for old, new in pair.columns
            if (how := conversion(old.type, new.type)) and how.lossy
        ]
    if not lost:
        return "Brings the former tables back."
    return f"Brings the former tables back, but not what was stored in {', '.join(lost)}."
