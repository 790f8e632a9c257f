"""The base of a comparison: a build, a folder, a file or a git revision."""

from pathlib import Path

from msc.core.conflicts import sides
from msc.emit.journal import unfinished
from msc.ir.canonical import from_json
from msc.ir.system import System
from msc.pipeline.cache import NO_CACHE, Cache
from msc.pipeline.last_build import last_build
from msc.pipeline.outcome import Outcome
from msc.pipeline.revision import NoBase, inputs_of
from msc.pipeline.spec import load, resolved

SYSTEM = "system.json"


def base_of(base: str, source: Path, cache: Cache = NO_CACHE) -> Outcome[System] | NoBase:
    """The system that BASE refers to; `source` is the spec to look up in a git revision."""
    path = Path(base)
    if path.name == SYSTEM and path.is_file():
        return _recorded(path)
    if (path / ".msc").is_dir():
        return built(path)
    if path.exists():
        return load(path, cache)
    inputs = inputs_of(base, source)
    return inputs if isinstance(inputs, NoBase) else resolved(inputs, cache)


def built(folder: Path) -> Outcome[System] | NoBase:
    """The system of the last build in a folder."""
    if unfinished(folder):
        return NoBase(f"a build was interrupted in `{folder}`; build again, or name another BASE")
    previous = last_build(folder)
    if previous is not None:
        return Outcome(previous)
    kept = (folder / ".msc" / SYSTEM).exists()
    reason = "the record of the build is unreadable" if kept else "there is no build yet"
    return NoBase(f"{reason} in `{folder}`; name a BASE to compare with")


def _recorded(path: Path) -> Outcome[System] | NoBase:
    try:
        return Outcome(from_json(sides(path.read_text("utf-8"))[0]))
    except (OSError, ValueError):
        return NoBase(f"`{path}` is not the record of a build of this version")
