"""Asks people who are signed in for their password once more."""

from dataclasses import dataclass

from shared.dtos.person import Person
from shared.problems import Problem
from src.authentication.attempts import Attempts, Limit
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import WrongPassword
from src.authentication.passwords import Passwords


@dataclass(frozen=True, slots=True)
class CurrentPassword:
    """Whoever has found a browser signed in guesses no more often than at a log-in."""

    credentials: StoredCredentials
    passwords: Passwords
    attempts: Attempts
    failures: Limit

    async def check(self, account: Person, password: str) -> None:
        """Raises WrongPassword if it is another one."""
        await self.attempts.count(self.failures, account.email)
        try:
            stored = await self.credentials.find(account.email)
            hashed = None if stored is None else stored.password_hash
            fits = await self.passwords.verify(password, hashed)
        except Problem:
            # Nobody has guessed wrong: an outage locks nobody out.
            await self.attempts.take_back(self.failures, account.email)
            raise
        if not fits:
            raise WrongPassword
        await self.attempts.forget(self.failures, account.email)
