"""The tooling that runs the system as plain processes."""

from msc.core.record import Record
from msc.lower.program import Program


class LocalView(Record):
    """The name that is used on servers."""

    system_name: str


def view(program: Program) -> LocalView:
    """The view of the local tooling."""
    return LocalView(program.system.name)
