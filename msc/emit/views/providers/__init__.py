"""What the folder of any provider needs to know of a system: the services that are there."""

from msc.core.record import Record
from msc.lower.program import Program


class ProviderView(Record):
    """Which of the services that may call a provider a system has."""

    has_bot: bool


def view(program: Program) -> ProviderView:
    """The view of each folder."""
    return ProviderView(has_bot=bool(program.system.commands))
