"""The tooling that runs the system as plain processes."""

from msc.core.record import Record
from msc.ir.system import System


class LocalView(Record):
    """The name that is used on servers."""

    system_name: str


def view(system: System) -> LocalView:
    """The view of the local tooling."""
    return LocalView(system.name)
