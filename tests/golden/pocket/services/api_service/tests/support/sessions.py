"""Sessions in memory, which behave as those in Redis."""

from dataclasses import dataclass
from uuid import UUID

from shared.identifiers import new_id
from src.authentication.errors import SessionEnded
from src.authentication.sessions import RefreshToken

KEY = "a key of tests"


@dataclass(slots=True)
class InMemorySession:
    """The newest token of an account, and the one before as long as it may come again."""

    account_id: UUID
    newest: RefreshToken
    previous: RefreshToken | None = None


class InMemorySessions:
    """Keeps the newest tokens of each session; no time passes by itself."""

    def __init__(self) -> None:
        self.sessions: dict[UUID, InMemorySession] = {}

    async def start(self, account_id: UUID) -> RefreshToken:
        """The first token of a new session."""
        token = RefreshToken.first(new_id())
        self.sessions[token.session_id] = InMemorySession(account_id, token)
        return token

    async def rotate(self, token: RefreshToken) -> tuple[UUID, RefreshToken]:
        """The account, and the next token; a session whose older token comes again ends."""
        session = self.sessions.get(token.session_id)
        if session is None or token not in (session.newest, session.previous):
            await self.end(token)
            raise SessionEnded
        if token == session.newest:
            session.previous, session.newest = token, token.following(KEY)
        return session.account_id, session.newest

    def pass_time(self) -> None:
        """After this no answer is still under way."""
        for session in self.sessions.values():
            session.previous = None

    async def account_of(self, token: RefreshToken) -> UUID | None:
        """The account of the session."""
        session = self.sessions.get(token.session_id)
        return None if session is None else session.account_id

    async def end(self, token: RefreshToken) -> None:
        """Ends the session."""
        self.sessions.pop(token.session_id, None)

    async def end_all(self, account_id: UUID) -> None:
        """Ends the sessions of the account."""
        kept = {key: one for key, one in self.sessions.items() if one.account_id != account_id}
        self.sessions = kept
