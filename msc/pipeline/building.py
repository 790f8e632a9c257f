"""A spec and a destination -> the destination as the spec says, or what that would change."""

from pathlib import Path
from typing import TYPE_CHECKING

from msc.core.catalogue.destination import EDITED_FILE, EDITED_ORPHAN
from msc.core.record import Record
from msc.pipeline.inputs import Inputs, digest_of, read_inputs
from msc.pipeline.merged import with_merged
from msc.pipeline.outcome import Outcome
from msc.pipeline.refusals import cannot_write, spec_in_the_way
from msc.pipeline.tracked import lost_files, tracked

if TYPE_CHECKING:
    from msc.core.diagnostics import Checked, Diagnostic
    from msc.emit.destination import Destination
    from msc.emit.emission import Emission
    from msc.emit.revisions.additions import History
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
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    refused = spec_in_the_way(path, inputs.value, out)
    if refused is not None:
        return Outcome(None, (refused,))
    looking = dry_run or check
    task = _Task(out, digest_of(inputs.value), dry_run, check)
    try:
        current = _current(task)
        if current is not None:
            return Outcome(current)
        from msc.emit.journal import recover, unfinished
        from msc.emit.lock import alone

        # From the first look to the last write nobody else may change what was seen.
        with alone(out, looking=looking):
            left = unfinished(out) if looking else recover(out)
            if left:
                return Outcome(None, left)
            return _build(inputs.value, task)
    except OSError as error:
        return Outcome(None, (cannot_write(error, out),))


def _current(task: _Task) -> Built | None:
    """What there is to say when nothing changed since the last build."""
    from msc.emit.destination import is_current, look

    if is_unfinished(task.out):
        return None
    seen = look(task.out).value
    if seen is None or not is_current(seen, task.key):
        return None
    return Built(unchanged=len(seen.digests), up_to_date=True)


def _build(inputs: Inputs, task: _Task) -> Outcome[Built]:
    from msc.emit.destination import look
    from msc.pipeline.lowering import lowered

    seen = look(task.out)
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    loaded = lowered(inputs)
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    history = _history(seen.value, loaded.value.system)
    if history.value is None:
        found = (*loaded.diagnostics, *history.diagnostics)
        return Outcome(None, found, loaded.sources)
    made = _apply(loaded.value, history.value, task)
    return Outcome(made.value, (*loaded.diagnostics, *made.diagnostics), loaded.sources)


def _history(destination: "Destination", system: "System") -> "Checked[History]":
    """Where the destination stands, if the system may follow it."""
    from msc.core.diagnostics import Checked
    from msc.emit.history import last_systems, read_history
    from msc.emit.revisions.unaccepted import unaccepted

    committed = tracked(destination.root)
    lost = lost_files(destination, committed)
    if lost:
        return Checked(None, lost)
    history = read_history(destination, committed)
    if history.value is None:
        return history
    last = last_systems(destination).value or ()
    found = unaccepted(history.value, last, system)
    return Checked(None, found) if found else history


def _apply(program: "Program", history: "History", task: _Task) -> Outcome[Built]:
    from msc.emit.destination import look
    from msc.emit.emission import emit
    from msc.emit.survey import stale
    from msc.emit.write import records
    from msc.ir.canonical import to_json

    emitted = emit(program, history)
    if emitted.value is None:
        return Outcome(None, emitted.diagnostics)
    tree = emitted.value.tree
    seen = look(task.out, tuple(file.path for file in tree.files))
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    if task.check:
        found = stale(tree, seen.value, records(tree, seen.value, to_json(program.system)))
        return Outcome(None if found else Built(unchanged=len(tree.files)), found)
    return _written(program.system, emitted.value, seen.value, task)


def _written(
    system: "System", emission: "Emission", destination: "Destination", task: _Task
) -> Outcome[Built]:
    from msc.emit.survey import survey
    from msc.emit.write import write
    from msc.ir.canonical import to_json

    surveyed = survey(emission.tree, destination)
    if surveyed.value is None:
        destination = with_merged(destination, _edited(surveyed.diagnostics))
        surveyed = survey(emission.tree, destination)
    report = surveyed.value
    if report is None:
        return Outcome(Built(edits=_edits(surveyed.diagnostics, destination)), surveyed.diagnostics)
    tree = emission.tree
    found = () if task.dry_run else write(tree, destination, report, to_json(system), task.key)
    if found:
        return Outcome(None, found)
    return Outcome(Built(report.created, report.changed, report.removed, report.unchanged))


def _edited(diagnostics: tuple["Diagnostic", ...]) -> tuple[str, ...]:
    """The paths of generated files that are not as msc wrote them."""
    codes = (EDITED_FILE, EDITED_ORPHAN)
    return tuple(diagnostic.span.file for diagnostic in diagnostics if diagnostic.code in codes)


def _edits(diagnostics: tuple["Diagnostic", ...], destination: "Destination") -> tuple[str, ...]:
    """The edits of generated files, against the text of the system that was built last."""
    from msc.emit.emission import emit
    from msc.emit.write import edit_of
    from msc.lower.program import lower

    paths = _edited(diagnostics)
    if not paths or destination.manifest is None:
        return ()
    # What git mixed from the records of two builds is the system of neither.
    is_mixed = any(file.merged for file in destination.manifest.files)
    previous = None if is_mixed else last_build(destination.root)
    program = lower(previous).value if previous is not None else None
    before = emit(program).value if program is not None else None
    pristine = {file.path: file.text for file in before.tree.files} if before else {}
    recorded = destination.manifest.by_path()
    return tuple(edit_of(recorded[path], pristine.get(path), destination) for path in paths)


def last_build(out: Path) -> "System | None":
    """The system that the destination was built from, or None."""
    from msc.emit.destination import Destination
    from msc.emit.history import last_systems

    if is_unfinished(out):
        return None
    systems = last_systems(Destination(out, None, {})).value
    return systems[0] if systems else None


def is_unfinished(out: Path) -> bool:
    """Whether a build of the destination was interrupted, and none has finished it yet."""
    from msc.emit.journal import unfinished

    return bool(unfinished(out))
