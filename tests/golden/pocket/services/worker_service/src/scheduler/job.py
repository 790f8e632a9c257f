"""The description of a job for the scheduler."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from src.scheduler.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Job:
    """A schedule and what to do when it is due.

    `run` gets the due time. It may be called again for the same due time when it failed, or when a
    replica died in the middle or lost its lease, so it must be safe to repeat; it is not called
    twice at one time. With `catch_up`, one run follows for all that were missed.
    """

    name: str
    schedule: Schedule
    catch_up: bool
    run: Callable[[datetime], Awaitable[None]]
