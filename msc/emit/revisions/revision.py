"""The next revision of a system, as a template needs it."""

import re

from msc.core.naming import snake
from msc.core.record import Record
from msc.emit.revisions.conversions import conversion
from msc.emit.revisions.matching import Step, step
from msc.emit.revisions.operations import Operation, operations
from msc.ir.system import System
from msc.lower.pycode import docstring, literal

MAX_SLUG = 60
MAIN = re.compile(r"\w+ (table|column) ")


class History(Record):
    """Where a system stands: its newest revision, the number of the next, and what it was built of.

    Without a newest revision there is none yet, and the next build writes the baseline.
    """

    newest: str | None = None
    number: int = 1
    previous: System | None = None


FRESH = History()


class RevisionView(Record):
    """A revision; `upgrade` and `downgrade` are calls, one after the other."""

    module: str
    element: str
    title: str
    number: str
    revises: str
    revision: str
    down_revision: str
    upgrade: tuple[str, ...]
    downgrade: tuple[str, ...]
    downgrade_docstring: str


def next_revision(system: System, history: History) -> RevisionView | None:
    """The revision from the tables of the last build to those of the system, if they differ."""
    if history.previous is None or history.newest is None:
        return None
    way = step(history.previous, system)
    changes = operations(way)
    if not changes:
        return None
    number = f"{history.number:04}"
    title = _title(changes)
    return RevisionView(
        module=f"{number}_{snake(title)[:MAX_SLUG].rstrip('_')}",
        element="",
        title=title,
        number=number,
        revises=history.newest,
        revision=literal(number),
        down_revision=literal(history.newest),
        upgrade=_calls(changes),
        downgrade=_calls(operations(way.undone())),
        downgrade_docstring=docstring(_way_back(way)),
    )


def _calls(changes: tuple[Operation, ...]) -> tuple[str, ...]:
    return tuple(call for each in changes for call in each.calls)


def _title(changes: tuple[Operation, ...]) -> str:
    main = next((each for each in changes if MAIN.match(each.words)), changes[0])
    rest = " and more" if len(changes) > 1 else ""
    return f"{main.words[0].upper()}{main.words[1:]}{rest}"


def _way_back(way: Step) -> str:
    lost = [each.name for each in way.dropped]
    for pair in way.pairs:
        lost += [f"{pair.old.name}.{each.name}" for each in pair.dropped]
        lost += [
            f"{pair.old.name}.{old.name}"
            for old, new in pair.columns
            if old.type != new.type and (how := conversion(old.type, new.type)) and how.lossy
        ]
    if not lost:
        return "Brings the former tables back."
    return f"Brings the former tables back, but not what was stored in {', '.join(lost)}."
