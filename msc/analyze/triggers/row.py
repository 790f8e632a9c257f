"""The interface between the analysis and a kind of trigger."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from msc.analyze.context import Context
from msc.core.record import Record
from msc.ir.behaviour import Operation
from msc.ir.triggers import BaseTrigger, Event
from msc.model.spec import Spec


class Known(Record):
    """The elements that triggers may refer to: operations by name, and events."""

    operations: Mapping[str, Operation]
    events: tuple[Event, ...]


class TriggerRow(ABC):
    """Resolves triggers of one kind. `is_of_people` means that a person waits for the response."""

    is_of_people = False

    @abstractmethod
    def runs(self, spec: Spec) -> Iterator[str]:
        """The names of the operations that they run."""

    @abstractmethod
    def resolve(self, context: Context, known: Known) -> tuple[BaseTrigger, ...]:
        """The triggers; invalid ones are reported and left out."""
