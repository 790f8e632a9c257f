"""Creates accounts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.clock import Clock
from shared.dtos.enums import Role
from shared.dtos.person import Person
from shared.emails import EmailAddress
from shared.events.person_joined import PersonJoined
from shared.identifiers import new_id
from shared.inputs import one_line
from shared.problems import Problem
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from shared.values import Contract
from src.application.notifications.reset_password import notify_reset_password
from src.application.notifications.verify_email import notify_verify_email
from src.application.ports import PersonRows
from src.authentication.attempts import Attempts, Limit
from src.authentication.passwords import Passwords

WINDOW = timedelta(hours=1)
# Nobody fills the inbox of somebody else; an address that nobody has counts as well.
PER_LOGIN = Limit("registration:login", 3, WINDOW)


class Registration(Contract):
    """The input of a registration."""

    email: EmailAddress
    password: Annotated[str, Field(min_length=12, max_length=128)]
    full_name: Annotated[str, Field(max_length=80), one_line]
    role: Literal[Role.MEMBER]


@dataclass(frozen=True, slots=True)
class Register:
    """Creates an account, or tells its owner alone that there is one already."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    passwords: Passwords
    clock: Clock
    attempts: Attempts
    per_client: Limit

    async def execute(self, account_input: Registration, client: str) -> Person:
        """The new account, as it is or as it would be if its login were free; both take as long."""
        await self.attempts.count(self.per_client, client)
        await self.attempts.count(PER_LOGIN, account_input.email)
        unit = UnitOfWork(occurred_at=self.clock.now())
        account = Person(
            id=new_id(),
            created_at=unit.occurred_at,
            updated_at=unit.occurred_at,
            version=1,
            role=account_input.role,
            email=account_input.email,
            full_name=account_input.full_name,
            active=True,
            email_verified=False,
        )
        hashed = await self.passwords.hash(account_input.password)
        if await self._remind(account.email):
            return account
        unit.create("person", account.id, {**account.values(), "password": hashed})
        unit.publish(PersonJoined(person_id=account.id), "person", account.id)
        notify_verify_email(unit, account, link=str(new_id()))
        try:
            await self.units_of_work.commit(unit)
        except Problem as problem:
            # Somebody else with this login may have come between.
            if problem.members.get("fields") != ["email"]:
                raise
            await self._remind(account.email)
        return account

    async def _remind(self, login: str) -> bool:
        """Writes to the owner of the login, if it has one, and says whether it has."""
        account = await self.accounts.find_by(email=login)
        if account is None:
            return False
        unit = UnitOfWork()
        # Whoever registered the address first, only its owner has the password after this.
        if account.active:
            notify_reset_password(unit, account, link=str(new_id()))
        await self.units_of_work.commit(unit)
        return True
