"""Confirms e-mail addresses."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from shared.clock import Clock
from shared.dtos.person import Person
from shared.identifiers import new_id
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.commitment import with_retries
from src.application.ports import PersonRows
from src.authentication.errors import LinkNotValid, LinkUsed
from src.authentication.newest_links import NewestLinks
from src.authentication.tokens import LinkTokens

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class VerifyEmail:
    """Makes links, and confirms the addresses that they were sent to."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    link_tokens: LinkTokens
    newest_links: NewestLinks
    clock: Clock

    async def link(self, account_id: UUID, link_id: UUID) -> str:
        """The link of a message that is being sent; older ones of the account end."""
        account = await self.accounts.get(account_id)
        await self.newest_links.note(account.id, link_id)
        return self.link_tokens.link(account.id, link_id, account.email)

    async def execute(self, token: str) -> Person:
        """The account with its address confirmed; a link does so once."""
        return await with_retries(lambda: self._attempt(token))

    async def _attempt(self, token: str) -> Person:
        proof = self.link_tokens.read(token)
        account = None if proof is None else await self.accounts.find(proof.account_id)
        if proof is None or account is None or not proof.is_of(account.email):
            raise LinkNotValid
        if not account.active:
            raise LinkNotValid
        # Whoever comes second at the same time finds the row changed, and comes here again.
        if account.email_verified:
            raise LinkUsed
        if await self.newest_links.ended(account.id, proof.link_id):
            raise LinkNotValid
        changes: dict[str, Any] = {"email_verified": True}
        changes["email_verified_at"] = self.clock.now()
        unit = UnitOfWork(actor_id=account.id)
        unit.update("person", account.id, account.version, changes)
        committed = await self.units_of_work.commit(unit)
        await self._end(account.id)
        return committed.row(Person, "person", account.id)

    async def _end(self, account_id: UUID) -> None:
        """Ends what was sent so far, should the address ever have to be confirmed again."""
        try:
            await self.newest_links.note(account_id, new_id())
        except RedisError:
            # The address is confirmed, and the account says so.
            log.warning("links_not_ended", account=str(account_id))
