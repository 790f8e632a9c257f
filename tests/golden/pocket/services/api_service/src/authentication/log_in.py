"""Verifies the identity of a person."""

from dataclasses import dataclass

from shared.emails import normal_email
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import WrongCredentials
from src.authentication.passwords import Passwords
from src.authentication.tokens import AccessTokens


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


@dataclass(frozen=True, slots=True)
class LogIn:
    """Exchanges a login and a password for an access token."""

    credentials: StoredCredentials
    passwords: Passwords
    access_tokens: AccessTokens

    async def execute(self, login: str, password: str) -> AccessToken:
        """Takes as long for an unknown account as for a wrong password."""
        account = await self.credentials.find(_normal(login))
        stored = None if account is None else account.password_hash
        if not await self.passwords.verify(password, stored) or account is None:
            raise WrongCredentials
        return AccessToken(
            value=self.access_tokens.issue(account.id),
            seconds=int(self.access_tokens.lifetime.total_seconds()),
        )
