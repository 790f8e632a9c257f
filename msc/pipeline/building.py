"""A spec and a destination -> the destination as the spec says, or what that would change."""

from pathlib import Path

from msc.core.record import Record
from msc.emit.destination import Destination, is_current, look
from msc.emit.journal import unfinished
from msc.pipeline.cache import NO_CACHE, Cache
from msc.pipeline.inputs import digest_of, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.refusals import cannot_write, spec_in_the_way
from msc.pipeline.remembered import Remembered


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


class Task(Record):
    """Where to build, whether only to look, and the digest of what is built."""

    out: Path
    key: str
    dry_run: bool
    check: bool
    remembered: Remembered


def build(
    path: Path, out: Path, *, dry_run: bool = False, check: bool = False, cache: Cache = NO_CACHE
) -> Outcome[Built]:
    """Brings the destination to what the spec says; `dry_run` and `check` only look."""
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
        # What compiles and writes takes longer to load than all that was done so far.
        from msc.pipeline.renewal import renewed  # noqa: PLC0415

        return renewed(inputs.value, task)
    except OSError as error:
        return Outcome(None, (cannot_write(error, out),))


def _current(task: Task) -> Built | None:
    """What there is to say when nothing changed since the last build."""
    if unfinished(task.out):
        return None
    seen = look(task.out, earlier=task.remembered.looks()).value
    if seen is None or not is_current(seen, task.key):
        return None
    keep_looks(task, seen)
    return Built(unchanged=len(seen.digests), up_to_date=True)


def keep_looks(task: Task, seen: Destination) -> None:
    """Lets the next run find what this one saw."""
    task.remembered.keep_looks(seen.looks)
