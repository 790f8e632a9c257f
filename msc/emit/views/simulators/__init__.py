"""The simulators need nothing of the spec."""

from msc.core.record import Record
from msc.ir.system import System


class SimulatorsView(Record):
    """The blueprint has no values to fill in."""


def view(_: System) -> SimulatorsView:
    """The view of the simulators."""
    return SimulatorsView()
