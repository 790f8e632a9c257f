"""Sessions in memory, which behave as those in Redis."""

from uuid import UUID

from shared.identifiers import new_id
from src.authentication.errors import SessionEnded
from src.authentication.sessions import RefreshToken


class InMemorySessions:
    """Keeps the newest token of each session."""

    def __init__(self) -> None:
        self.newest: dict[UUID, tuple[UUID, RefreshToken]] = {}

    async def start(self, account_id: UUID) -> RefreshToken:
        """The first token of a new session."""
        token = RefreshToken.following(new_id())
        self.newest[token.session_id] = account_id, token
        return token

    async def rotate(self, token: RefreshToken) -> tuple[UUID, RefreshToken]:
        """The account, and the next token; a session whose older token comes again ends."""
        account_id, newest = self.newest.pop(token.session_id, (None, None))
        if account_id is None or newest != token:
            raise SessionEnded
        following = RefreshToken.following(token.session_id)
        self.newest[token.session_id] = account_id, following
        return account_id, following

    async def end(self, token: RefreshToken) -> None:
        """Ends the session."""
        self.newest.pop(token.session_id, None)

    async def end_all(self, account_id: UUID) -> None:
        """Ends the sessions of the account."""
        self.newest = {key: kept for key, kept in self.newest.items() if kept[0] != account_id}
