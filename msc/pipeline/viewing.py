"""A spec -> the data that a blueprint renders."""

from pathlib import Path

from msc.emit.data import data_file
from msc.pipeline.inputs import read_inputs
from msc.pipeline.lowering import lowered
from msc.pipeline.outcome import Outcome


def view_data(path: Path, blueprint: str) -> Outcome[str]:
    """The data of a blueprint for the first build of the spec, as text."""
    inputs = read_inputs(path)
    if inputs.value is None:
        return Outcome(None, inputs.diagnostics)
    program = lowered(inputs.value)
    if program.failed or program.value is None:
        return Outcome(None, program.diagnostics, program.sources)
    text = data_file(blueprint, program.value)
    return Outcome(text, program.diagnostics, program.sources)
