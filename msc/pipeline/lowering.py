"""The files of a spec -> the program of its system, which is all that a check proves."""

from pathlib import Path

from msc.ir.system import System
from msc.lower.program import Program, lower
from msc.pipeline.inputs import Inputs, read_inputs
from msc.pipeline.outcome import Outcome
from msc.pipeline.spec import resolved


def check(path: Path) -> Outcome[System]:
    """The system of a spec that can be built, with everything that is wrong with it if not."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    outcome = lowered(inputs.value)
    system = None if outcome.value is None else outcome.value.system
    return Outcome(system, outcome.diagnostics, outcome.sources)


def lowered(inputs: Inputs) -> Outcome[Program]:
    """The program of the system that the files of a spec describe."""
    loaded = resolved(inputs)
    if loaded.failed or loaded.value is None:
        return Outcome(None, loaded.diagnostics, loaded.sources)
    result = lower(loaded.value)
    return Outcome(result.value, (*loaded.diagnostics, *result.diagnostics), loaded.sources)
