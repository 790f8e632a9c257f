"""What `src/ext/wiring.py` offers to the worker."""

from dataclasses import dataclass
from typing import Protocol

from shared.messaging.consumer import Handler
from src.core.adapters import Adapters
from src.scheduler.job import Job


@dataclass(frozen=True, slots=True)
class Listener:
    """A queue, the names of the events that reach it, and what handles them."""

    queue: str
    events: tuple[str, ...]
    handle: Handler


class Extension(Protocol):
    """Each is called once, at start."""

    def adapt(self, adapters: Adapters) -> Adapters:
        """The adapters that all parts are built from."""

    def listeners(self, adapters: Adapters) -> tuple[Listener, ...]:
        """Consumers besides the generated ones."""

    def jobs(self, adapters: Adapters) -> tuple[Job, ...]:
        """Jobs besides the generated ones."""
