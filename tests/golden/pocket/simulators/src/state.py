"""What the simulated providers remember, in memory only."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from src.config import Settings
from src.failures import Failures, Provider
from src.mailbox import Mailbox
from src.telegram_bot import TelegramBot


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to a provider and how it was answered; 499 when the client left first."""

    provider: Provider
    operation: str
    status: int
    at: str


@dataclass(slots=True)
class State:
    """All state of one simulator process."""

    settings: Settings
    http: httpx.AsyncClient
    telegram: TelegramBot = field(default_factory=TelegramBot)
    mailbox: Mailbox = field(default_factory=Mailbox)
    failures: Failures = field(default_factory=Failures)
    attempts: list[Attempt] = field(default_factory=list)

    def note(self, provider: Provider, operation: str, status: int) -> None:
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self.attempts.append(Attempt(provider, operation, status, now))

    async def reset(self) -> None:
        """Forget everything but the counters: a polling bot goes on from where it was."""
        self.failures.clear()
        self.mailbox.clear()
        self.attempts.clear()
        await self.telegram.clear()
