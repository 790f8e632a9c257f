"""Program -> every path of its output, with its owner and the element that caused it."""

import re

from msc.core.catalogue import emission as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.record import Record
from msc.core.source import Origin, Span
from msc.emit.blueprints import needed
from msc.emit.render import Target, targets
from msc.emit.revisions.revision import FRESH, History
from msc.emit.templates import Templates
from msc.emit.tree import EmitPlan, PlannedFile, owner_of
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.system import System
from msc.ir.triggers import Command, Event, Job, Notification
from msc.lower.program import Program

PORTABLE = re.compile(r"[A-Za-z0-9_.@+-]*[A-Za-z0-9_@+-]")
# Device names of Windows, with whatever suffix.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
)
type Element = Entity | Rule | Operation | Event | Job | Command | Notification


class Planned(Record):
    """The plan, and what rendering needs for each of its paths, in the same order."""

    plan: EmitPlan
    targets: tuple[Target, ...]


def plan(program: Program, templates: Templates, history: History = FRESH) -> Checked[Planned]:
    """Every path that the system is emitted to, or the paths that cannot be."""
    system = program.system
    made = [
        (PlannedFile(each.path, blueprint.name, each.template.name, owner_of(each.path),
                     each.cause or f"blueprint {blueprint.name}"), each)
        for blueprint in needed(system)
        for each in targets(blueprint.name, blueprint.view(program, history), templates)
    ]  # fmt: skip
    made.sort(key=lambda pair: pair[0].path)
    files = tuple(file for file, _ in made)
    found = (*_not_portable(files, system), *_collisions(files, system))
    if found:
        return Checked(None, found)
    return Checked(Planned(EmitPlan(files), tuple(target for _, target in made)))


def _not_portable(files: tuple[PlannedFile, ...], system: System) -> tuple[Diagnostic, ...]:
    """The first such path of each element, whose name is the reason for all of them."""
    first: dict[str, PlannedFile] = {}
    for each in files:
        if not all(map(_is_portable, each.path.split("/"))):
            first.setdefault(each.cause, each)
    return tuple(
        at(codes.PATH_NOT_PORTABLE, _place(each, system), path=each.path, cause=each.cause)
        for each in first.values()
    )


def _is_portable(part: str) -> bool:
    stem = part.partition(".")[0].lower()
    return PORTABLE.fullmatch(part) is not None and stem not in DEVICES


def _collisions(files: tuple[PlannedFile, ...], system: System) -> tuple[Diagnostic, ...]:
    taken: dict[str, PlannedFile] = {}
    found = []
    for each in files:
        # Two paths that differ in case only are one file on many disks.
        other = taken.setdefault(each.path.casefold(), each)
        if other is not each:
            place = _place(each, system)
            found.append(
                at(codes.PATH_COLLISION, place, path=each.path, one=other.cause, other=each.cause)
            )
    return tuple(found)


def _place(file: PlannedFile, system: System) -> Span:
    """Where the spec says what causes the file: `operation create_loan` names it."""
    kind, _, name = file.cause.partition(" ")
    sections: dict[str, tuple[Element, ...]] = {
        "entity": system.entities,
        "rule": system.rules,
        "operation": system.operations,
        "event": system.events,
        "job": system.jobs,
        "command": system.commands,
        "notification": system.notifications,
    }
    spans = (each.origin.span for each in sections.get(kind, ()) if each.name == name)
    return next(spans, Origin().span)
