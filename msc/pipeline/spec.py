"""What is done to a spec alone: resolve it, list its questions."""

from pathlib import Path

from msc.core.record import Record
from msc.ir.system import Question, System
from msc.pipeline.front import front
from msc.pipeline.inputs import Inputs, read_inputs
from msc.pipeline.outcome import Outcome


def load(path: Path) -> Outcome[System]:
    """The resolved system of a spec."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    return resolved(inputs.value)


def resolved(inputs: Inputs) -> Outcome[System]:
    """The system that the files of a spec describe."""
    result = front(inputs.documents, inputs.answers)
    return Outcome(result.checked.value, result.checked.diagnostics, result.sources)


class Questions(Record):
    """The questions of a spec; `complete` says that it was understood, so none can be missing."""

    asked: tuple[Question, ...]
    complete: bool


def load_questions(path: Path) -> Outcome[Questions]:
    """The questions of a spec; a spec that waits for answers, or has mistakes, still has some."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    result = front(inputs.value.documents, inputs.value.answers)
    asked = None if result.questions is None else Questions(result.questions, result.understood)
    return Outcome(asked, result.checked.diagnostics, result.sources)
