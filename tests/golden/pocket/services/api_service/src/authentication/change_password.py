"""Gives accounts other passwords."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from shared.dtos.person import Person
from shared.problems import Problem
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.attempts import Attempts, Limit
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import WrongPassword
from src.authentication.passwords import Passwords
from src.authentication.sessions import Sessions
from src.authentication.tokens import AccessTokens, TokenPair

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Exchanges the password of whoever knows it, and ends what was opened with it."""

    accounts: PersonRows
    credentials: StoredCredentials
    units_of_work: UnitsOfWork
    passwords: Passwords
    access_tokens: AccessTokens
    attempts: Attempts
    failures: Limit
    sessions: Sessions

    async def execute(self, caller: Caller, current: str, new: str) -> TokenPair:
        """The tokens of a new session, the only one that goes on."""
        account = await load_actor(self.accounts, caller)
        await self._verify(account, current)
        hashed = await self.passwords.hash(new)
        # Without Redis nothing would end, so nothing is changed.
        await self.sessions.end_all(account.id)
        await with_retries(lambda: self._write(caller, hashed))
        return self.access_tokens.pair(account.id, await self._started(account.id))

    async def _verify(self, account: Person, password: str) -> None:
        """Whoever has found a browser signed in guesses no more often than at a log-in."""
        await self.attempts.count(self.failures, account.email)
        try:
            stored = await self.credentials.find(account.email)
        except Problem:
            # Nobody has guessed wrong: an outage locks nobody out.
            await self.attempts.take_back(self.failures, account.email)
            raise
        hashed = None if stored is None else stored.password_hash
        if not await self.passwords.verify(password, hashed):
            raise WrongPassword
        await self.attempts.forget(self.failures, account.email)

    async def _write(self, caller: Caller, hashed: str) -> None:
        account = await load_actor(self.accounts, caller)
        unit = UnitOfWork(actor_id=account.id)
        unit.update("person", account.id, account.version, {"password": hashed})
        await self.units_of_work.commit(unit)

    async def _started(self, account_id: UUID) -> str | None:
        """A refresh token, after the sessions that the old password opened meanwhile have ended."""
        try:
            await self.sessions.end_all(account_id)
            return (await self.sessions.start(account_id)).text
        except RedisError as error:
            # The password is another one, and the person signs in with it.
            log.warning("session_not_started", error=type(error).__name__)
            return None
