"""Verifies the identity of a person."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from shared.problems import Problem
from src.authentication.attempts import Attempts, Limit
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import WrongCredentials
from src.authentication.hash_renewal import HashRenewal
from src.authentication.logins import normal_login
from src.authentication.passwords import Passwords
from src.authentication.sessions import Sessions
from src.authentication.tokens import AccessTokens, TokenPair

WINDOW = timedelta(minutes=15)

log = structlog.get_logger()


class FailureLimits:
    """How often it may fail in a row: for one account, and from one client."""

    def __init__(self, per_account: int, per_client: int) -> None:
        self.per_account = Limit("log-in:account", per_account, WINDOW)
        self.per_client = Limit("log-in:client", per_client, WINDOW)


@dataclass(frozen=True, slots=True)
class LogIn:
    """Exchanges a login and a password for tokens."""

    credentials: StoredCredentials
    passwords: Passwords
    access_tokens: AccessTokens
    attempts: Attempts
    failures: FailureLimits
    sessions: Sessions
    renewal: HashRenewal

    async def execute(self, login: str, password: str, client: str) -> TokenPair:
        """Takes as long for an unknown account as for a wrong password."""
        login = normal_login(login)
        # The client first: one that has failed too often makes no more counters.
        await self.attempts.count(self.failures.per_client, client)
        await self.attempts.count(self.failures.per_account, login)
        try:
            account = await self.credentials.find(login)
            stored = None if account is None else account.password_hash
            fits = await self.passwords.verify(password, stored)
        except Problem:
            # Nobody has guessed wrong: an outage locks nobody out.
            await self.attempts.take_back(self.failures.per_client, client)
            await self.attempts.take_back(self.failures.per_account, login)
            raise
        if not fits or account is None:
            raise WrongCredentials
        await self.attempts.take_back(self.failures.per_client, client)
        await self.attempts.forget(self.failures.per_account, login)
        await self.renewal.renew(account, password)
        return self.access_tokens.pair(account.id, await self._session(account.id))

    async def _session(self, account_id: UUID) -> str | None:
        """A refresh token; without Redis there is none, and the person signs in again."""
        try:
            return (await self.sessions.start(account_id)).text
        except RedisError as error:
            log.warning("session_not_started", error=type(error).__name__)
            return None
