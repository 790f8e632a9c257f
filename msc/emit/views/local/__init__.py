"""The tooling that runs the system as plain processes."""

from dataclasses import dataclass

from msc.ir.system import System


@dataclass(frozen=True, slots=True)
class LocalView:
    """The name that is used on servers."""

    system_name: str


def view(system: System) -> LocalView:
    """The view of the local tooling."""
    return LocalView(system.name)
