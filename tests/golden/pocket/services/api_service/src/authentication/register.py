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
from src.application.notifications.verify_email import notify_verify_email
from src.authentication.attempts import Attempts, Limit
from src.authentication.errors import LoginTaken
from src.authentication.passwords import Passwords

WINDOW = timedelta(hours=1)


class Registration(Contract):
    """The input of a registration."""

    email: EmailAddress
    password: Annotated[str, Field(min_length=12, max_length=128)]
    full_name: Annotated[str, Field(max_length=80), one_line]
    role: Literal[Role.MEMBER]


@dataclass(frozen=True, slots=True)
class Register:
    """Creates an account for the caller."""

    units_of_work: UnitsOfWork
    passwords: Passwords
    clock: Clock
    attempts: Attempts
    per_client: Limit

    async def execute(self, account_input: Registration, client: str) -> Person:
        """The new account; rejects a login that is taken."""
        await self.attempts.count(self.per_client, client)
        unit = UnitOfWork(occurred_at=self.clock.now())
        account = Person(
            id=new_id(),
            created_at=unit.occurred_at,
            updated_at=unit.occurred_at,
            version=1,
            role=account_input.role,
            email=account_input.email,
            full_name=account_input.full_name,
            email_verified=False,
        )
        hashed = await self.passwords.hash(account_input.password)
        unit.create("person", account.id, {**account.values(), "password": hashed})
        unit.publish(PersonJoined(person_id=account.id), "person", account.id)
        notify_verify_email(unit, account, link=str(new_id()))
        try:
            committed = await self.units_of_work.commit(unit)
        except Problem as problem:
            if problem.members.get("fields") == ["email"]:
                raise LoginTaken from problem
            raise
        return committed.row(Person, "person", account.id)
