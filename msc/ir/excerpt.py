"""A system that records which of its elements are read."""

from collections.abc import Callable

from msc.core.record import asdict
from msc.ir.behaviour import Operation, Rule
from msc.ir.entities import Entity
from msc.ir.system import System
from msc.ir.triggers import Event, Notification

# The sections that grow with a system. All else is small, and taken for read.
SECTIONS = ("entities", "rules", "operations", "endpoints", "events", "notifications")

type Read = tuple[str, str]
"""A section, and the name of an element."""


class Excerpt(System, dict=True):
    """Calls `note` with each element that is looked up by name.

    The sections are empty, so no element can be read unnoticed.
    """

    whole: System | None = None
    note: Callable[[Read], None] | None = None

    def entity(self, name: str) -> Entity:
        """The entity with that name; it must exist."""
        return self._asked("entities", name).entity(name)

    def operation(self, name: str) -> Operation:
        """The operation with that name; it must exist."""
        return self._asked("operations", name).operation(name)

    def rule(self, name: str) -> Rule:
        """The rule with that name; it must exist."""
        return self._asked("rules", name).rule(name)

    def event(self, name: str) -> Event:
        """The event with that name; it must exist."""
        return self._asked("events", name).event(name)

    def notification(self, name: str) -> Notification:
        """The notification with that name; it must exist."""
        return self._asked("notifications", name).notification(name)

    def _asked(self, section: str, name: str) -> System:
        assert self.whole is not None
        if self.note is not None:
            self.note((section, name))
        return self.whole


def excerpt(system: System, note: Callable[[Read], None] | None = None) -> Excerpt:
    """The system with empty sections, whose elements can still be looked up by name."""
    return Excerpt(**{**asdict(system), **dict.fromkeys(SECTIONS, ())}, whole=system, note=note)
