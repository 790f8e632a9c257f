"""What all services share needs nothing of the spec."""

from dataclasses import dataclass

from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class SharedView:
    """The blueprint has no values to fill in."""


def view(_: System) -> SharedView:
    """The view of the shared package."""
    return SharedView()
