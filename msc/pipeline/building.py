"""A spec and a destination -> the updated destination, or the changes that it needs."""

from pathlib import Path

from msc.core.record import Record
from msc.emit.destination import Destination, is_untouched, look
from msc.emit.journal import unfinished
from msc.emit.stamp import is_stamped
from msc.pipeline.cache import NO_CACHE, Cache
from msc.pipeline.inputs import digest_of, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.refusals import cannot_write, spec_in_the_way
from msc.pipeline.remembered import Remembered


class Built(Record):
    """The result of a build or dry run. `up_to_date` means that the build was skipped.

    `edits` are the manual edits that stopped it, as unified diffs.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    up_to_date: bool = False
    edits: tuple[str, ...] = ()


class Task(Record):
    """The destination, the mode, and the digest of the inputs."""

    out: Path
    key: str
    dry_run: bool
    check: bool
    remembered: Remembered


def build(
    path: Path, out: Path, *, dry_run: bool = False, check: bool = False, cache: Cache = NO_CACHE
) -> Outcome[Built]:
    """Updates the destination to match the spec; `dry_run` and `check` do not write."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    refused = spec_in_the_way(path, inputs.value, out)
    if refused is not None:
        return Outcome(None, (refused,))
    task = Task(out, digest_of(inputs.value), dry_run, check, Remembered(cache, out))
    try:
        current = _current(task)
        if current is not None:
            return Outcome(current)
        # Importing the compiler and the writer takes longer than all work up to this point.
        from msc.pipeline.renewal import renewed  # noqa: PLC0415

        return renewed(inputs.value, task)
    except OSError as error:
        return Outcome(None, (cannot_write(error, out),))


def _current(task: Task) -> Built | None:
    """The result if nothing has changed since the last build."""
    # The stamp is one small file, and says of a spec that changed that no other need be looked at.
    if unfinished(task.out) or not is_stamped(task.out, task.key):
        return None
    seen = look(task.out, earlier=task.remembered.looks()).value
    if seen is None or not is_untouched(seen):
        return None
    keep_looks(task, seen)
    return Built(unchanged=len(seen.digests), up_to_date=True)


def keep_looks(task: Task, seen: Destination) -> None:
    """Saves the file states seen by this run for the next one."""
    task.remembered.keep_looks(seen.looks)
