"""How often a relay failed to publish an event, and how long the event waits for the next time."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

# After the failures but the last one. Another replica counts its own, so there may be more.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8))


class Attempts:
    """The failures of events that are in the outbox yet, by their place in it."""

    def __init__(self) -> None:
        self._failures: Counter[int] = Counter()

    def fail(self, sequence: int) -> timedelta | None:
        """How long an event waits that failed once more; None if that was the last attempt."""
        before = self._failures[sequence]
        self._failures[sequence] = before + 1
        if before < len(PAUSES):
            return PAUSES[before]
        self.forget([sequence])
        return None

    def forget(self, sequences: Iterable[int]) -> None:
        """Begins anew with events that were published or given up."""
        for sequence in sequences:
            self._failures.pop(sequence, None)
