"""Keeps a person signed in."""

from dataclasses import dataclass

from src.application.ports import PersonRows
from src.authentication.errors import SessionEnded
from src.authentication.sessions import RefreshToken, Sessions
from src.authentication.tokens import AccessTokens, TokenPair


@dataclass(frozen=True, slots=True)
class Refresh:
    """Exchanges a refresh token for an access token and the next refresh token."""

    accounts: PersonRows
    sessions: Sessions
    access_tokens: AccessTokens

    async def execute(self, text: str) -> TokenPair:
        """The next tokens; raises SessionEnded, also if the token was exchanged long before."""
        token = RefreshToken.parse(text)
        # Before the exchange, which an outage of the data service would leave without an answer.
        await self._require_active(token)
        account_id, following = await self.sessions.rotate(token)
        return self.access_tokens.pair(account_id, following.text)

    async def _require_active(self, token: RefreshToken) -> None:
        """Ends the session of an account that somebody has deactivated."""
        account_id = await self.sessions.account_of(token)
        account = None if account_id is None else await self.accounts.find(account_id)
        if account is None or not account.active:
            await self.sessions.end(token)
            raise SessionEnded
