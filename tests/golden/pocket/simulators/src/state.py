"""The state of the simulated providers, in memory only."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from src.config import Settings
from src.failures import Failures
from src.sendgrid.memory import SendgridMemory
from src.telegram.memory import TelegramMemory


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to a provider and how it was answered; 499 when the client left first."""

    provider: str
    operation: str
    status: int
    at: str


@dataclass(slots=True)
class State:
    """All state of one simulator process."""

    settings: Settings
    http: httpx.AsyncClient
    sendgrid: SendgridMemory = field(default_factory=SendgridMemory)
    telegram: TelegramMemory = field(default_factory=TelegramMemory)
    failures: Failures = field(default_factory=Failures)
    attempts: list[Attempt] = field(default_factory=list)

    def note(self, provider: str, operation: str, status: int) -> None:
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self.attempts.append(Attempt(provider, operation, status, now))

    async def reset(self) -> None:
        """Clears everything but the counters, so that a polling bot continues where it was."""
        self.failures.clear()
        self.attempts.clear()
        await self.sendgrid.clear()
        await self.telegram.clear()
