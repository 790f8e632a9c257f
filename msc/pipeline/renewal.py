"""An outdated destination -> the updated one, or the changes that it needs."""

from functools import partial
from types import NoneType

from msc.core.beside import beside
from msc.core.catalogue.destination import EDITED_FILE, EDITED_ORPHAN
from msc.core.diagnostics import Checked, Diagnostic
from msc.core.lifetime import keep
from msc.emit.destination import Destination, further, looking
from msc.emit.emission import Earlier, Emission, emit
from msc.emit.history import last_documents, read_history
from msc.emit.journal import recover, unfinished
from msc.emit.lock import alone
from msc.emit.revisions.additions import History
from msc.emit.revisions.unaccepted import unaccepted
from msc.emit.survey import stale, survey
from msc.emit.write import edit_of, records, write
from msc.ir.system import System
from msc.lower.program import Program, lower
from msc.pipeline.building import Built, Task, keep_looks
from msc.pipeline.inputs import Inputs
from msc.pipeline.last_build import last_build
from msc.pipeline.lowering import lowered
from msc.pipeline.merged import with_merged
from msc.pipeline.outcome import Outcome
from msc.pipeline.pieces import keep_pieces
from msc.pipeline.tracked import lost_files, tracked


def renewed(inputs: Inputs, task: Task) -> Outcome[Built]:
    """Compiles the spec and writes the differences, unless another process holds the lock."""
    looking = task.dry_run or task.check
    # Nobody else may change the files between the first read and the last write.
    with alone(task.out, looking=looking):
        left = unfinished(task.out) if looking else recover(task.out)
        if left:
            return Outcome(None, left)
        return _built(inputs, task)


def _built(inputs: Inputs, task: Task) -> Outcome[Built]:
    seen = looking(task.out, earlier=task.remembered.looks())
    if seen.value is None:
        return Outcome(None, seen.diagnostics)
    loaded = keep(lowered(inputs, task.remembered.cache))
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    destination = seen.value()
    history = _history(destination, loaded.value.system)
    if history.value is None:
        diagnostics = (*loaded.diagnostics, *history.diagnostics)
        return Outcome(None, diagnostics, loaded.sources)
    applied = _apply(loaded.value, history.value, destination, task)
    return Outcome(applied.value, (*loaded.diagnostics, *applied.diagnostics), loaded.sources)


def _history(destination: Destination, system: System) -> Checked[History]:
    """The history of the destination, if the new system can follow it."""
    committed = tracked(destination.root)
    lost = lost_files(destination, committed)
    if lost:
        return Checked(None, lost)
    history = read_history(destination, committed)
    if history.value is None:
        return history
    last = last_documents(destination)
    losses = unaccepted(history.value, last, system)
    return Checked(None, losses) if losses else history


def _apply(
    program: Program, history: History, destination: Destination, task: Task
) -> Outcome[Built]:
    earlier = keep(Earlier(task.remembered.renderings(), destination.digests))
    emission = keep(emit(program, history, earlier if task.remembered.lasts else None))
    tree = emission.tree
    seen = keep(further(destination, tree.paths, task.remembered.looks()))
    if task.check:
        outdated = stale(tree, seen, records(tree, seen, emission.system))
        return Outcome(None if outdated else Built(unchanged=len(tree)), outdated)
    return _written(program, emission, seen, task)


def _written(
    program: Program, emission: Emission, destination: Destination, task: Task
) -> Outcome[Built]:
    surveyed = survey(emission.tree, destination)
    if surveyed.value is None:
        destination = with_merged(destination, _edited(surveyed.diagnostics))
        surveyed = survey(emission.tree, destination)
    report = surveyed.value
    if report is None:
        return Outcome(Built(edits=_edits(surveyed.diagnostics, destination)), surveyed.diagnostics)
    tree = emission.tree
    # What is kept is compared with the files that are there, whatever becomes of these changes.
    keeping = beside(NoneType, partial(_keep, program, emission, destination, task))
    conflicts = () if task.dry_run else write(tree, destination, report, emission.system, task.key)
    keeping()
    if conflicts:
        return Outcome(None, conflicts)
    return Outcome(Built(report.created, report.changed, report.removed, report.unchanged))


def _keep(program: Program, emission: Emission, destination: Destination, task: Task) -> None:
    keep_looks(task, destination)
    task.remembered.keep_renderings(emission.renderings)
    keep_pieces(task.remembered.cache, program.pieces, program.pieces.kept)


def _edited(diagnostics: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """The paths of generated files that were edited."""
    codes = (EDITED_FILE, EDITED_ORPHAN)
    return tuple(diagnostic.span.file for diagnostic in diagnostics if diagnostic.code in codes)


def _edits(diagnostics: tuple[Diagnostic, ...], destination: Destination) -> tuple[str, ...]:
    """Manual edits, as differences from the output for the last built system."""
    paths = _edited(diagnostics)
    if not paths or destination.manifest is None:
        return ()
    # A record that git merged from two builds is the system of neither.
    is_mixed = any(file.merged for file in destination.manifest.files)
    previous = None if is_mixed else last_build(destination.root)
    program = lower(previous).value if previous is not None else None
    before = emit(program).tree.files if program is not None else ()
    pristine = {file.path: file.text for file in before}
    recorded = destination.manifest.by_path()
    return tuple(edit_of(recorded[path], pristine.get(path), destination) for path in paths)
