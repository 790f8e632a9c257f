"""The account that exists from the first start."""

from dataclasses import dataclass

import structlog

from shared.dtos.enums import Role
from shared.dtos.person import Person
from shared.identifiers import new_id
from shared.problems import Problem
from shared.unit_of_work import UnitOfWork, UnitsOfWork
from src.application.ports import PersonRows
from src.authentication.passwords import Passwords

LOGIN = "manager@pocket.example"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """Creates the account unless it exists; its other details can be changed later."""

    accounts: PersonRows
    units_of_work: UnitsOfWork
    passwords: Passwords

    async def ensure(self, password: str) -> None:
        """Ensures that the account exists; without a password, none is created."""
        if not password or await self.accounts.find_by(email=LOGIN) is not None:
            return
        unit = UnitOfWork()
        account = Person(
            id=new_id(),
            created_at=unit.occurred_at,
            updated_at=unit.occurred_at,
            version=1,
            email=LOGIN,
            role=Role.MANAGER,
            full_name="First Manager",
            active=True,
            email_verified=False,
        )
        hashed = await self.passwords.hash(password)
        unit.create("person", account.id, {**account.values(), "password": hashed})
        try:
            await self.units_of_work.commit(unit)
        except Problem as problem:
            # Another replica was faster.
            if problem.code == "UNIQUE_VIOLATION":
                return
            raise
        log.info("first_account_created")
