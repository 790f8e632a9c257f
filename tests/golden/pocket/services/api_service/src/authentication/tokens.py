"""Signed tokens: who is signed in, and whose address a link proves."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from shared.identifiers import new_id

ALGORITHM = "HS256"
ACCESS = "access"
VERIFY_EMAIL = "verify_email"
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

    def issue(self, account_id: UUID) -> str:
        """A token for the account."""
        now = datetime.now(UTC)
        claims = {
            "sub": str(account_id),
            "aud": self._purpose,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": str(new_id()),
        }
        return jwt.encode(claims, self._secret, ALGORITHM)

    def read(self, token: str) -> UUID | None:
        """The account of a valid token, or None."""
        if len(token) > MAX_LENGTH:
            return None
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=self._purpose,
                leeway=LEEWAY,
                options={"require": ["sub", "exp", "aud"]},
            )
            return UUID(claims["sub"])
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            return None


class AccessTokens(_Tokens):
    """Tokens that people send with every request."""

    def __init__(self, secret: str, minutes: int) -> None:
        super().__init__(secret, ACCESS, timedelta(minutes=minutes))


class LinkTokens(_Tokens):
    """Tokens in links that prove an e-mail address."""

    def __init__(self, secret: str, minutes: int, page: str) -> None:
        super().__init__(secret, VERIFY_EMAIL, timedelta(minutes=minutes))
        self._page = page

    def link(self, account_id: UUID) -> str:
        """The address that a person opens."""
        return f"{self._page}?token={self.issue(account_id)}"
