"""The revisions of a destination -> where its next one begins."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msc.core.catalogue import destination as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.record import Record
from msc.emit.contents import digest_at, place
from msc.emit.destination import Destination
from msc.emit.manifest import SYSTEM
from msc.emit.revisions.revision import FRESH, History
from msc.emit.tree import Owner
from msc.ir.canonical import from_json
from msc.ir.system import System

VERSIONS = "services/db_postgres_service/alembic/versions"
IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,32}")
RESTORE = "restore it from version control"
START_ANEW = (
    f"restore it from version control; only where no database has to be kept, delete all of "
    f"`{VERSIONS}`, and the next build begins with a new baseline"
)
ONE_LINE = (
    "take the built folder of the branch that came first, and build again: what the other one "
    "changed is derived anew"
)


class Revision(Record):
    """A revision as its file says it, by hand or not."""

    path: str
    name: str
    after: tuple[str, ...]


def read_history(destination: Destination, system: System, inputs: str) -> Checked[History]:
    """Where the tables of a destination stand; `system` and `inputs` are those of this build."""
    manifest = destination.manifest
    files = manifest.files if manifest else ()
    recorded = [each.path for each in files if each.owner is Owner.HISTORY]
    paths = sorted(f"{VERSIONS}/{each.name}" for each in (destination.root / VERSIONS).glob("*.py"))
    if manifest is None or not recorded or not paths:
        return Checked(FRESH)
    lost = next((each for each in recorded if each not in paths), None)
    if lost is not None:
        return _broken(lost, "it was written by msc, and is missing", START_ANEW)
    revisions = _revisions(destination.root, paths)
    if revisions.value is None:
        return Checked(None, revisions.diagnostics)
    found = _newest(revisions.value)
    if found.value is None:
        return Checked(None, found.diagnostics)
    # A build of the same inputs is of the same system, also when its record was lost.
    previous = Checked(system) if manifest.inputs == inputs else _previous(destination)
    if previous.value is None:
        return Checked(None, previous.diagnostics)
    return Checked(History(found.value, _next_number(revisions.value), previous.value))


def _broken(path: str, reason: str, suggestion: str) -> Checked[History]:
    return Checked(None, (_objection(path, reason, suggestion),))


def _objection(path: str, reason: str, suggestion: str) -> Diagnostic:
    return at(codes.BROKEN_HISTORY, place(path), path=path, reason=reason, suggestion=suggestion)


def _previous(destination: Destination) -> Checked[System]:
    assert destination.manifest is not None
    reason = "it is not what the last build wrote"
    if digest_at(destination.root, SYSTEM) == destination.manifest.system:
        try:
            return Checked(from_json((destination.root / SYSTEM).read_text("utf-8")))
        except ValueError as error:
            reason = str(error)
    return Checked(None, (at(codes.BROKEN_RECORD, place(SYSTEM), path=SYSTEM, reason=reason),))


def _revisions(root: Path, paths: list[str]) -> Checked[tuple[Revision, ...]]:
    made, found = [], []
    for path in paths:
        revision = _read(root, path)
        if revision is None:
            reason = "it does not say `revision` and `down_revision` as plain texts"
            found.append(_objection(path, reason, "say both; `alembic` itself needs them"))
        else:
            made.append(revision)
    return Checked(None, tuple(found)) if found else Checked(tuple(made))


def _read(root: Path, path: str) -> Revision | None:
    try:
        tree = ast.parse((root / path).read_bytes())
        said = dict(_said(tree))
        after = said["down_revision"] or ()
        names = (after,) if isinstance(after, str) else tuple(after)
        name = said["revision"]
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return None
    fits = all(isinstance(each, str) and IDENTIFIER.fullmatch(each) for each in (name, *names))
    return Revision(path, name, names) if fits else None


def _said(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """What a module says its revision is, and what comes before it."""
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in ("revision", "down_revision"):
                yield name, ast.literal_eval(value)


def _newest(revisions: tuple[Revision, ...]) -> Checked[str]:
    """The one revision that no other comes after."""
    earlier = {name for each in revisions for name in each.after}
    heads = [each for each in revisions if each.name not in earlier]
    names = {each.name: each.path for each in reversed(revisions)}
    double = next((each for each in revisions if names[each.name] != each.path), None)
    if double is not None:
        reason = f"it is `{double.name}`, and so is `{names[double.name]}`"
        return Checked(None, (_objection(double.path, reason, ONE_LINE),))
    if len(heads) > 1:
        reason = f"nothing comes after it, nor after `{heads[0].path}`"
        return Checked(None, (_objection(heads[1].path, reason, ONE_LINE),))
    if not heads:
        return Checked(None, (_objection(VERSIONS, "the revisions form a ring", RESTORE),))
    return Checked(heads[0].name)


def _next_number(revisions: tuple[Revision, ...]) -> int:
    """One more than the greatest number that a revision or its file begins with."""
    texts = (text for each in revisions for text in (each.name, each.path.rpartition("/")[2]))
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d{4}(?!\d)", text))]
    return max(numbers, default=len(revisions)) + 1
