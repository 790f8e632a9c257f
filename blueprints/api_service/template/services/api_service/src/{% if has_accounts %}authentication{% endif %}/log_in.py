"""Verifies the identity of a person."""

from dataclasses import dataclass
from datetime import timedelta

from shared.emails import normal_email
from src.authentication.attempts import Attempts, Limit
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import WrongCredentials
from src.authentication.passwords import Passwords
from src.authentication.tokens import AccessTokens

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token, and for how many seconds it is valid."""

    value: str
    seconds: int


def _normal(login: str) -> str:
    """The login as accounts have it; nobody has one that is no address."""
    try:
        return normal_email(login)
    except ValueError:
        return ""


class FailureLimits:
    """How often it may fail in a row: for one account, and from one client."""

    def __init__(self, per_account: int, per_client: int) -> None:
        self.per_account = Limit("log-in:account", per_account, WINDOW)
        self.per_client = Limit("log-in:client", per_client, WINDOW)


@dataclass(frozen=True, slots=True)
class LogIn:
    """Exchanges a login and a password for an access token."""

    credentials: StoredCredentials
    passwords: Passwords
    access_tokens: AccessTokens
    attempts: Attempts
    failures: FailureLimits

    async def execute(self, login: str, password: str, client: str) -> AccessToken:
        """Takes as long for an unknown account as for a wrong password."""
        login = _normal(login)
        # The client first: one that has failed too often makes no more counters.
        await self.attempts.count(self.failures.per_client, client)
        await self.attempts.count(self.failures.per_account, login)
        account = await self.credentials.find(login)
        stored = None if account is None else account.password_hash
        if not await self.passwords.verify(password, stored) or account is None:
            raise WrongCredentials
        await self.attempts.take_back(self.failures.per_client, client)
        await self.attempts.forget(self.failures.per_account, login)
        return AccessToken(
            value=self.access_tokens.issue(account.id),
            seconds=int(self.access_tokens.lifetime.total_seconds()),
        )
