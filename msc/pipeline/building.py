"""A spec and a destination -> the destination as the spec says, or what that would change."""

from pathlib import Path
from typing import TYPE_CHECKING

from msc.core.record import Record
from msc.pipeline.inputs import Inputs, digest_of, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.refusals import cannot_write, spec_in_the_way

if TYPE_CHECKING:
    from msc.core.diagnostics import Checked, Diagnostic
    from msc.emit.destination import Destination
    from msc.emit.emission import Emission
    from msc.emit.revisions.revision import History
    from msc.ir.system import System
    from msc.lower.program import Program


class Built(Record):
    """What a build did or would do. `up_to_date` says that nothing had to be looked at further.

    `edits` are the hand-made changes that stopped it, as unified diffs.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    up_to_date: bool = False
    edits: tuple[str, ...] = ()


class _Task(Record):
    """Where to build, whether only to look, and the digest of what is built."""

    out: Path
    key: str
    dry_run: bool
    check: bool


def build(path: Path, out: Path, *, dry_run: bool = False, check: bool = False) -> Outcome[Built]:
    """Brings the destination to what the spec says; `dry_run` and `check` only look."""
    from msc.emit.journal import alone, recover, unfinished

    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    refused = spec_in_the_way(path, inputs.value, out)
    if refused is not None:
        return Outcome(None, (refused,))
    looking = dry_run or check
    try:
        # From the first look to the last write nobody else may change what was seen.
        with alone(out, looking=looking):
            left = unfinished(out) if looking else recover(out)
            if left:
                return Outcome(None, left)
            return _build(inputs.value, _Task(out, digest_of(inputs.value), dry_run, check))
    except OSError as error:
        return Outcome(None, (cannot_write(error, out),))


def _build(inputs: Inputs, task: _Task) -> Outcome[Built]:
    from msc.emit.destination import is_current, look

    seen = look(task.out)
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    if is_current(seen.value, task.key):
        return Outcome(Built(unchanged=len(seen.value.digests), up_to_date=True))
    from msc.pipeline.lowering import lowered

    loaded = lowered(inputs)
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    history = _history(seen.value, loaded.value.system, task.key)
    if history.value is None:
        found = (*loaded.diagnostics, *history.diagnostics)
        return Outcome(None, found, loaded.sources)
    made = _apply(loaded.value, history.value, task)
    return Outcome(made.value, (*loaded.diagnostics, *made.diagnostics), loaded.sources)


def _history(destination: "Destination", system: "System", key: str) -> "Checked[History]":
    """Where the destination stands, if the system may follow it."""
    from msc.core.diagnostics import Checked
    from msc.emit.history import read_history
    from msc.emit.revisions.losses import losses

    history = read_history(destination, system, key)
    if history.value is None or history.value.previous is None:
        return history
    found = losses(history.value.previous, system)
    return Checked(None, found) if found else history


def _apply(program: "Program", history: "History", task: _Task) -> Outcome[Built]:
    from msc.emit.destination import look
    from msc.emit.emission import emit
    from msc.emit.survey import stale

    emitted = emit(program, history)
    if emitted.value is None:
        return Outcome(None, emitted.diagnostics)
    tree = emitted.value.tree
    seen = look(task.out, tuple(each.path for each in tree.files))
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    if task.check:
        found = stale(tree, seen.value)
        return Outcome(None if found else Built(unchanged=len(tree.files)), found)
    return _written(program.system, emitted.value, seen.value, task)


def _written(
    system: "System", emission: "Emission", destination: "Destination", task: _Task
) -> Outcome[Built]:
    from msc.emit.survey import survey
    from msc.emit.write import write
    from msc.ir.canonical import to_json

    surveyed = survey(emission.tree, destination)
    report = surveyed.value
    if report is None:
        return Outcome(Built(edits=_edits(surveyed.diagnostics, destination)), surveyed.diagnostics)
    tree = emission.tree
    found = () if task.dry_run else write(tree, destination, report, to_json(system), task.key)
    if found:
        return Outcome(None, found)
    return Outcome(Built(report.created, report.changed, report.removed, report.unchanged))


def _edits(diagnostics: tuple["Diagnostic", ...], destination: "Destination") -> tuple[str, ...]:
    """The edits of generated files, against the text of the system that was built last."""
    from msc.core.catalogue.destination import EDITED_FILE, EDITED_ORPHAN
    from msc.emit.emission import emit
    from msc.emit.write import edit_of
    from msc.lower.program import lower

    paths = [each.span.file for each in diagnostics if each.code in (EDITED_FILE, EDITED_ORPHAN)]
    previous = last_build(destination.root)
    if not paths or destination.manifest is None:
        return ()
    program = lower(previous).value if previous is not None else None
    before = emit(program).value if program is not None else None
    pristine = {each.path: each.text for each in before.tree.files} if before else {}
    recorded = destination.manifest.by_path()
    return tuple(edit_of(recorded[path], pristine.get(path), destination) for path in paths)


def last_build(out: Path) -> "System | None":
    """The system that the destination was built from, or None."""
    from msc.emit.manifest import SYSTEM
    from msc.ir.canonical import from_json

    if is_unfinished(out):
        return None
    try:
        return from_json((out / SYSTEM).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def is_unfinished(out: Path) -> bool:
    """Whether a build of the destination was interrupted, and none has finished it yet."""
    from msc.emit.journal import unfinished

    return bool(unfinished(out))
