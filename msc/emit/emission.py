"""The system -> its plan and its file tree, in memory."""

from pathlib import Path
from typing import Any

from msc.core.catalogue import emission as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.source import Span
from msc.emit.blueprints import needed
from msc.emit.formatting import format_python
from msc.emit.render import Target, environment, render_target, targets
from msc.emit.tree import EmitPlan, FileTree, PlannedFile, RenderedFile, owner_of
from msc.ir.system import System

NOWHERE = Span("spec.yaml", 1, 1, 1, 1)


def plan(system: System) -> Checked[EmitPlan]:
    """Every path that the system is emitted to, or the paths that collide."""
    names = environment()
    files = [
        PlannedFile(each.path, blueprint.name, each.template.name, owner_of(each.path), each.cause)
        for blueprint in needed(system)
        for each in targets(blueprint.name, blueprint.view(system), names)
    ]
    found = _collisions(files)
    ordered = EmitPlan(tuple(sorted(files, key=lambda each: each.path)))
    return Checked(None if found else ordered, found)


def _collisions(files: list[PlannedFile]) -> tuple[Diagnostic, ...]:
    taken: dict[str, PlannedFile] = {}
    found = []
    for each in files:
        # Two paths that differ in case only are one file on many disks.
        other = taken.setdefault(each.path.casefold(), each)
        if other is not each:
            one, two = (each.cause or each.blueprint), (other.cause or other.blueprint)
            found.append(at(codes.PATH_COLLISION, NOWHERE, path=each.path, one=two, other=one))
    return tuple(found)


def render(system: System) -> FileTree:
    """The text of every path, formatted."""
    names = environment()
    compiled: dict[Path, Any] = {}
    made: dict[str, tuple[Target, str]] = {}
    for blueprint in needed(system):
        for each in targets(blueprint.name, blueprint.view(system), names):
            made[each.path] = (each, render_target(each, names, compiled))
    python = {path: text for path, (_, text) in made.items() if path.endswith(".py")}
    formatted = format_python(python)
    return FileTree(
        tuple(
            RenderedFile(
                path, formatted.get(path, text), owner_of(path), _executable(target.template)
            )
            for path, (target, text) in sorted(made.items())
        )
    )


def _executable(template: Path) -> bool:
    return template.suffix == ".sh"
