"""The files of a spec -> the program of its system, which is what a check verifies."""

from pathlib import Path
from typing import TYPE_CHECKING

from msc.ir.system import System
from msc.pipeline.cache import NO_CACHE, Cache
from msc.pipeline.inputs import Inputs, digest_of, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.spec import resolved, resolved_with_digests

if TYPE_CHECKING:
    from msc.lower.program import Program


def check(path: Path, cache: Cache = NO_CACHE) -> Outcome[System]:
    """The system of a spec, or all errors that prevent its build."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    # The digest covers msc itself, some thousand files.
    name = f"accepted-{digest_of(inputs.value)}" if cache.lasts else ""
    if cache.read(name, bool):
        return resolved(inputs.value, cache)
    outcome = lowered(inputs.value, cache)
    if outcome.value is not None and not outcome.failed:
        from msc.pipeline.pieces import keep_pieces  # noqa: PLC0415

        cache.write(name, value=True)
        pieces = outcome.value.pieces
        keep_pieces(cache, pieces, pieces.kept)
    system = None if outcome.value is None else outcome.value.system
    return Outcome(system, outcome.diagnostics, outcome.sources)


def lowered(inputs: Inputs, cache: Cache = NO_CACHE) -> "Outcome[Program]":
    """The program of the system in the files of a spec."""
    known = resolved_with_digests(inputs, cache)
    loaded = known.outcome
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    # What was accepted before is not compiled again, so a check of it does not load this.
    from msc.lower.program import lower  # noqa: PLC0415
    from msc.pipeline.pieces import known_pieces  # noqa: PLC0415

    result = lower(loaded.value, known_pieces(cache), known.digests)
    return Outcome(result.value, (*loaded.diagnostics, *result.diagnostics), loaded.sources)
