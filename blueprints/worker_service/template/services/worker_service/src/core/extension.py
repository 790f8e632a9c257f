"""The extensions of the worker in `src/ext/wiring.py`."""

from dataclasses import dataclass
from typing import Protocol

from shared.messaging.consumer import Handler

from src.core.adapters import Adapters
from src.scheduler.job import Job


@dataclass(frozen=True, slots=True)
class Listener:
    """A queue, the names of its events, and their handlers."""

    queue: str
    events: tuple[str, ...]
    handle: Handler


class Extension(Protocol):
    """Each is called once, at start."""

    def adapt(self, adapters: Adapters) -> Adapters:
        """The adapters that all parts are built from."""

    def listeners(self, adapters: Adapters) -> tuple[Listener, ...]:
        """Consumers in addition to the generated ones."""

    def jobs(self, adapters: Adapters) -> tuple[Job, ...]:
        """Jobs in addition to the generated ones."""
