"""What the analysis asks of a kind of trigger."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from msc.analyze.context import Context
from msc.core.record import Record
from msc.ir.behaviour import Operation
from msc.ir.triggers import BaseTrigger, Event
from msc.model.spec import Spec


class Known(Record):
    """What triggers may refer to: the operations by name, and the events."""

    operations: Mapping[str, Operation]
    events: tuple[Event, ...]


class TriggerRow(ABC):
    """Answers for one kind. Somebody waits for the answer if it `is_of_people`."""

    is_of_people = False

    @abstractmethod
    def runs(self, spec: Spec) -> Iterator[str]:
        """The operations that the spec says they run."""

    @abstractmethod
    def resolve(self, context: Context, known: Known) -> tuple[BaseTrigger, ...]:
        """The triggers; what is wrong is reported and left out."""
