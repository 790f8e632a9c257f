"""The simulators need nothing of the spec."""

from dataclasses import dataclass

from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class SimulatorsView:
    """The blueprint has no values to fill in."""


def view(_: System) -> SimulatorsView:
    """The view of the simulators."""
    return SimulatorsView()
