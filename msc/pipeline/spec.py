"""Operations on a spec alone: resolving it and listing its questions."""

from pathlib import Path

from msc.core.record import Record, field
from msc.ir.excerpt import Read
from msc.ir.system import Proposal, Question, System
from msc.pipeline.cache import NO_CACHE, Cache
from msc.pipeline.inputs import Inputs, digest_of, read_inputs
from msc.pipeline.outcome import Outcome


def load(path: Path, cache: Cache = NO_CACHE) -> Outcome[System]:
    """The resolved system of a spec."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    return resolved(inputs.value, cache)


class Resolved(Record):
    """A system, and the digests of its elements, as far as they are known."""

    outcome: Outcome[System]
    digests: dict[Read, bytes] = field(default_factory=dict)


def resolved(inputs: Inputs, cache: Cache = NO_CACHE) -> Outcome[System]:
    """The system in the files of a spec."""
    return resolved_with_digests(inputs, cache).outcome


def resolved_with_digests(inputs: Inputs, cache: Cache = NO_CACHE) -> Resolved:
    """The system in the files of a spec, cached together with its diagnostics."""
    name = f"system-{digest_of(inputs)}" if cache.lasts else ""
    kept = cache.read(name, Outcome[System])
    if kept is not None:
        return Resolved(kept)
    # Cached results need neither the parsers nor the checker.
    from msc.pipeline.reading import reading  # noqa: PLC0415
    from msc.syntax.trees import Tree  # noqa: PLC0415

    trees = cache.read("trees", dict[str, Tree]) or {}
    texts = reading(inputs.documents, inputs.answers, trees)
    # While the files are read.
    from msc.pipeline.front import resolved_by  # noqa: PLC0415

    result = resolved_by(texts, trees, cache)
    outcome = Outcome(result.checked.value, result.checked.diagnostics, result.sources)
    if not outcome.failed:
        cache.write(name, outcome)
    system = outcome.value
    return Resolved(outcome, {} if system is None else result.elements.digests(system))


class Questions(Record):
    """The questions of a spec; `complete` means that none can be missing."""

    asked: tuple[Question, ...]
    complete: bool
    proposals: tuple[Proposal, ...]

    def proposal(self, question: str) -> Proposal | None:
        """The proposed answer of a question."""
        return next((one for one in self.proposals if one.question == question), None)


def load_questions(path: Path) -> Outcome[Questions]:
    """The questions of a spec, even if it has open questions or errors."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    # As above.
    from msc.pipeline.front import front  # noqa: PLC0415

    result = front(inputs.value.documents, inputs.value.answers)
    asked = result.questions
    known = None if asked is None else Questions(asked, result.understood, result.proposals)
    return Outcome(known, result.checked.diagnostics, result.sources)
