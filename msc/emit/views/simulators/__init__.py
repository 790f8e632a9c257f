"""The simulators need nothing of the spec."""

from msc.core.record import Record
from msc.lower.program import Program


class SimulatorsView(Record):
    """The blueprint has no values to fill in."""


def view(_: Program) -> SimulatorsView:
    """The view of the simulators."""
    return SimulatorsView()
