"""Ends accounts for those who want theirs no more."""

from contextlib import suppress
from dataclasses import dataclass

from redis.exceptions import RedisError

from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.caller import Caller, load_actor
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.current_password import CurrentPassword
from src.authentication.sessions import Sessions


@dataclass(frozen=True, slots=True)
class DeactivateAccount:
    """Ends the account of whoever knows its password; its rows stay."""

    accounts: PersonRows
    current_password: CurrentPassword
    units_of_work: UnitsOfWork
    sessions: Sessions

    async def execute(self, caller: Caller, password: str) -> None:
        """Ends the account, and whatever signs in to it."""
        account = await load_actor(self.accounts, caller)
        await self.current_password.check(account, password)
        # Without Redis nothing would end, so nothing is changed.
        await self.sessions.end_all(account.id)
        await with_retries(lambda: self._write(caller))
        # A log-in may have come between; without Redis now, the next refresh ends its session.
        with suppress(RedisError):
            await self.sessions.end_all(account.id)

    async def _write(self, caller: Caller) -> None:
        account = await load_actor(self.accounts, caller)
        unit = UnitOfWork(actor_id=account.id)
        unit.update("person", account.id, account.version, {"active": False})
        await self.units_of_work.commit(unit)
