"""Program -> every path of its output, with its owner and the element that causes it."""

import re
from collections.abc import Collection, Iterable

from msc.core.record import Record
from msc.emit.blueprints import Blueprint, needed
from msc.emit.render import Target, targets
from msc.emit.revisions.additions import Additions, additions
from msc.emit.templates import Templates
from msc.emit.tree import EmitPlan, PlannedFile, owner_of
from msc.lower.program import Program
from msc.spelling.code import DEVICES

PORTABLE = re.compile(r"[A-Za-z0-9_.@+-]*[A-Za-z0-9_@+-]")


class Planned(Record):
    """The plan, and the rendering data of its paths in the same order."""

    plan: EmitPlan
    targets: tuple[Target, ...]


class ImpossiblePathError(Exception):
    """A path that cannot be written, however the name in the spec is spelt."""


def plan(program: Program, templates: Templates, added: Additions | None = None) -> Planned:
    """All output paths of the system; without `added`, those of a first build."""
    added = added or additions(program.system)
    return planned(program, needed(program.system), added, templates)


def planned(
    program: Program, blueprints: Iterable[Blueprint], added: Additions, templates: Templates
) -> Planned:
    """The output paths of some blueprints."""
    pairs = [
        (PlannedFile(target.path, blueprint.name, target.template.name, owner_of(target.path),
                     target.cause or f"blueprint {blueprint.name}"), target)
        for blueprint in blueprints
        for target in targets(blueprint.name, blueprint.view(program, added), templates)
    ]  # fmt: skip
    pairs.sort(key=lambda pair: pair[0].path)
    files = tuple(file for file, _ in pairs)
    _check(files)
    return Planned(EmitPlan(files), tuple(target for _, target in pairs))


def _check(files: tuple[PlannedFile, ...]) -> None:
    # Taking each path apart takes several times as long.
    parts = set("/".join([file.path for file in files]).split("/"))
    wrong = {part for part in parts if not _is_portable(part)}
    for file in files if wrong else ():
        if not wrong.isdisjoint(file.path.split("/")):
            raise ImpossiblePathError(f"{file.path}, for {file.cause}, is not portable")
    # Two paths that differ in case only are one file on many disks.
    if are_distinct([file.path for file in files]):
        return
    taken: dict[str, PlannedFile] = {}
    for file in files:
        other = taken.setdefault(file.path.casefold(), file)
        if other is not file:
            raise ImpossiblePathError(
                f"{file.path} is there for {other.cause} and for {file.cause}"
            )


def are_distinct(paths: Collection[str]) -> bool:
    """Whether no two paths are one file, wherever they are written."""
    return len({path.casefold() for path in paths}) == len(paths)


def _is_portable(part: str) -> bool:
    stem = part.partition(".")[0].lower()
    return PORTABLE.fullmatch(part) is not None and stem not in DEVICES
