"""The simulators are independent of the spec."""

from msc.core.record import Record
from msc.lower.program import Program


class SimulatorsView(Record):
    """A view without values."""


def view(_: Program) -> SimulatorsView:
    """The view of the simulators."""
    return SimulatorsView()
