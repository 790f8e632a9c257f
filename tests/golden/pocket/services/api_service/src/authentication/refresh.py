"""Keeps a person signed in."""

from dataclasses import dataclass

from src.authentication.sessions import RefreshToken, Sessions
from src.authentication.tokens import AccessTokens, TokenPair


@dataclass(frozen=True, slots=True)
class Refresh:
    """Exchanges a refresh token, once, for an access token and the next refresh token."""

    sessions: Sessions
    access_tokens: AccessTokens

    async def execute(self, text: str) -> TokenPair:
        """The next tokens; raises SessionEnded, also if the token was exchanged before."""
        account_id, following = await self.sessions.rotate(RefreshToken.parse(text))
        return self.access_tokens.pair(account_id, following.text)
