"""Gives people who forgot their passwords other ones."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from redis.exceptions import RedisError

from shared.dtos.person import Person
from shared.identifiers import new_id
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.commitment import with_retries
from src.application.notifications.reset_password import notify_reset_password
from src.application.ports import PersonRows
from src.authentication.attempts import Attempts, Limit
from src.authentication.credentials import StoredCredentials
from src.authentication.errors import LinkNotValid
from src.authentication.logins import normal_login
from src.authentication.newest_links import NewestLinks
from src.authentication.passwords import Passwords
from src.authentication.sessions import Sessions
from src.authentication.tokens import LinkTokens, Proof

WINDOW = timedelta(hours=1)
# Nobody fills the inbox of somebody else, or asks for everybody's.
PER_ACCOUNT = Limit("password-reset:account", 3, WINDOW)
PER_CLIENT = Limit("password-reset:client", 60, WINDOW)


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Sends links, and exchanges the passwords of the accounts whose links come back."""

    accounts: PersonRows
    credentials: StoredCredentials
    units_of_work: UnitsOfWork
    passwords: Passwords
    link_tokens: LinkTokens
    newest_links: NewestLinks
    attempts: Attempts
    failures: Limit
    sessions: Sessions

    async def request(self, login: str, client: str) -> None:
        """Sends a link, if there is such an account; if not, it takes as long and tells nothing."""
        login = normal_login(login)
        await self.attempts.count(PER_CLIENT, client)
        await self.attempts.count(PER_ACCOUNT, login)
        known = await self.credentials.find(login)
        account = await self.accounts.find(new_id() if known is None else known.id)
        unit = UnitOfWork()
        if account is not None:
            notify_reset_password(unit, account, link=str(new_id()))
        await self.units_of_work.commit(unit)

    async def link(self, account_id: UUID, link_id: UUID) -> str:
        """The link of a message that is being sent; older ones of the account end."""
        account = await self.accounts.get(account_id)
        await self.newest_links.note(account.id, link_id)
        return self.link_tokens.link(account.id, link_id, await self._state(account))

    async def execute(self, token: str, password: str) -> None:
        """Gives the account of the link another password, once, and ends its sessions."""
        proof = self.link_tokens.read(token)
        if proof is None:
            raise LinkNotValid
        # Only a link that is good makes a hash worth its time.
        await self._account(proof)
        hashed = await self.passwords.hash(password)
        account = await with_retries(lambda: self._attempt(proof, hashed))
        # Whoever knew the old password may have come between; and nobody is locked out any more.
        with suppress(RedisError):
            await self.sessions.end_all(account.id)
        await self.attempts.forget(self.failures, account.email)

    async def _attempt(self, proof: Proof, hashed: str) -> Person:
        account = await self._account(proof)
        # Without Redis nothing would end, so nothing is changed.
        await self.sessions.end_all(account.id)
        unit = UnitOfWork(actor_id=account.id)
        unit.update("person", account.id, account.version, {"password": hashed})
        await self.units_of_work.commit(unit)
        return account

    async def _account(self, proof: Proof) -> Person:
        """The account that the link is for, as long as it is good."""
        account = await self.accounts.find(proof.account_id)
        if account is None or not account.active:
            raise LinkNotValid
        if not proof.is_of(await self._state(account)):
            raise LinkNotValid
        if await self.newest_links.ended(account.id, proof.link_id):
            raise LinkNotValid
        return account

    async def _state(self, account: Person) -> str:
        """What another password changes, so that a link works once, and another address."""
        stored = await self.credentials.find(account.email)
        return f"{account.email} {stored.password_hash if stored else None}"
