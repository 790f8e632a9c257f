"""What the simulators remember, and the failures that they were told to play."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass(slots=True)
class Failure:
    """How the next requests to a provider go wrong: a status, a delay, or a wait for release."""

    provider: str
    times: int
    status: int | None = None
    delay_seconds: float = 0.0
    hold: bool = False


@dataclass(slots=True)
class State:
    """Everything that happened since the last reset."""

    telegram_updates: list[dict[str, Any]] = field(default_factory=list)
    telegram_messages: list[dict[str, Any]] = field(default_factory=list)
    emails: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    held: int = 0
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def next_failure(self, provider: str) -> Failure | None:
        """The failure that the next request plays; it is used up by this."""
        for failure in self.failures:
            if failure.provider == provider and failure.times > 0:
                failure.times -= 1
                return failure
        return None

    def reset(self) -> None:
        """Forgets everything."""
        self.telegram_updates.clear()
        self.telegram_messages.clear()
        self.emails.clear()
        self.release()

    def release(self) -> None:
        """Ends all failures and lets held requests go on."""
        self.failures.clear()
        self.released.set()
        self.released = asyncio.Event()
