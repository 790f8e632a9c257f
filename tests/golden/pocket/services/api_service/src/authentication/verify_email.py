"""Confirms e-mail addresses."""

from dataclasses import dataclass
from typing import Any

from shared.clock import Clock
from shared.dtos.person import Person
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.errors import LinkNotValid
from src.authentication.tokens import LinkTokens


@dataclass(frozen=True, slots=True)
class VerifyEmail:
    """Confirms the address that a link was sent to."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    link_tokens: LinkTokens
    clock: Clock

    async def execute(self, token: str) -> Person:
        """The account with its address confirmed; a link may be opened twice."""
        return await with_retries(lambda: self._attempt(token))

    async def _attempt(self, token: str) -> Person:
        account_id = self.link_tokens.read(token)
        account = None if account_id is None else await self.accounts.find(account_id)
        if account is None:
            raise LinkNotValid
        if account.email_verified:
            return account
        changes: dict[str, Any] = {"email_verified": True}
        changes["email_verified_at"] = self.clock.now()
        unit = UnitOfWork(actor_id=account.id)
        unit.update("person", account.id, account.version, changes)
        committed = await self.units_of_work.commit(unit)
        return committed.row(Person, "person", account.id)
