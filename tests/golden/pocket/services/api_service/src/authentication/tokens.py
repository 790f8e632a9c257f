"""Signed tokens: who is signed in, and what a link proves."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from shared.identifiers import new_id

ALGORITHM = "HS256"
ACCESS = "access"
VERIFY_EMAIL = "verify_email"
FORGOTTEN = "forgotten_password"
# The claim that names the address, which anybody can read who has the link.
DIGEST = "address_digest"
# How far the clocks of two replicas may be apart.
LEEWAY = timedelta(seconds=10)
# Longer than any that is issued; the header of a token is parsed before its signature is checked.
MAX_LENGTH = 2000


class _Tokens:
    """Signs and reads tokens of one purpose; another purpose's token is refused."""

    def __init__(self, secret: str, purpose: str, lifetime: timedelta) -> None:
        self._secret = secret
        self._purpose = purpose
        self.lifetime = lifetime

    def _sign(self, account_id: UUID, token_id: UUID, **more: str) -> str:
        now = datetime.now(UTC)
        claims = {
            "sub": str(account_id),
            "aud": self._purpose,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": str(token_id),
            **more,
        }
        return jwt.encode(claims, self._secret, ALGORITHM)

    def _claims(self, token: str, *more: str) -> dict[str, Any] | None:
        """The claims of a valid token, or None."""
        if len(token) > MAX_LENGTH:
            return None
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=self._purpose,
                leeway=LEEWAY,
                options={"require": ["sub", "exp", "aud", *more]},
            )
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            return None
        return claims


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A bearer token, for how many seconds it is valid, and what the next one is got with."""

    access_token: str = field(repr=False)
    seconds: int
    refresh_token: str | None = field(repr=False)


class AccessTokens(_Tokens):
    """Tokens that people send with every request."""

    def __init__(self, secret: str, minutes: int) -> None:
        super().__init__(secret, ACCESS, timedelta(minutes=minutes))

    def issue(self, account_id: UUID) -> str:
        """A token for the account."""
        return self._sign(account_id, new_id())

    def pair(self, account_id: UUID, refresh_token: str | None) -> TokenPair:
        """A token for the account, with the one that it is renewed by."""
        seconds = int(self.lifetime.total_seconds())
        return TokenPair(self.issue(account_id), seconds, refresh_token)

    def read(self, token: str) -> UUID | None:
        """The account of a valid token, or None."""
        claims = self._claims(token)
        return None if claims is None else _identifier(claims["sub"])


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a link proves: that somebody read what was sent to an address of an account.

    It does so as long as the account has that `state`.
    """

    account_id: UUID
    link_id: UUID
    digest: str

    def is_of(self, state: str) -> bool:
        """Whether the account was in this state when the link was made."""
        return hmac.compare_digest(self.digest, _digest(state))


class LinkTokens(_Tokens):
    """Tokens in links of one purpose; a link is made when it is sent."""

    def __init__(self, secret: str, purpose: str, minutes: int, page: str) -> None:
        super().__init__(secret, purpose, timedelta(minutes=minutes))
        self._page = page

    def issue(self, account_id: UUID, link_id: UUID, state: str) -> str:
        """A token that is good as long as the account has this state: its address, at least."""
        return self._sign(account_id, link_id, **{DIGEST: _digest(state)})

    def link(self, account_id: UUID, link_id: UUID, state: str) -> str:
        """The page that a person opens, with a token."""
        return f"{self._page}?token={self.issue(account_id, link_id, state)}"

    def read(self, token: str) -> Proof | None:
        """What a valid token proves, or None."""
        claims = self._claims(token, "jti", DIGEST)
        if claims is None:
            return None
        account_id, link_id = _identifier(claims["sub"]), _identifier(claims["jti"])
        if account_id is None or link_id is None:
            return None
        return Proof(account_id, link_id, str(claims[DIGEST]))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
