"""Gives accounts other passwords."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.current_password import CurrentPassword
from src.authentication.passwords import Passwords
from src.authentication.sessions import Sessions
from src.authentication.tokens import AccessTokens, TokenPair

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Exchanges the password of whoever knows it, and ends what was opened with it."""

    accounts: PersonRows
    current_password: CurrentPassword
    units_of_work: UnitsOfWork
    passwords: Passwords
    access_tokens: AccessTokens
    sessions: Sessions

    async def execute(self, caller: Caller, current: str, new: str) -> TokenPair:
        """The tokens of a new session, the only one that goes on."""
        account = await load_actor(self.accounts, caller)
        await self.current_password.check(account, current)
        hashed = await self.passwords.hash(new)
        # Without Redis nothing would end, so nothing is changed.
        await self.sessions.end_all(account.id)
        await with_retries(lambda: self._write(caller, hashed))
        return self.access_tokens.pair(account.id, await self._started(account.id))

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
