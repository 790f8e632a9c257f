"""The order of the stages. The only part that runs more than one of them, and that reads a spec."""

from msc.pipeline.base import base_of, built
from msc.pipeline.building import Built, build
from msc.pipeline.inputs import Inputs, find_spec, read_inputs
from msc.pipeline.migrating import migration
from msc.pipeline.outcome import Outcome
from msc.pipeline.revision import NoBase
from msc.pipeline.spec import Questions, check, format_spec, load, load_questions

__all__ = [
    "Built",
    "Inputs",
    "NoBase",
    "Outcome",
    "Questions",
    "base_of",
    "build",
    "built",
    "check",
    "find_spec",
    "format_spec",
    "load",
    "load_questions",
    "migration",
    "read_inputs",
]
