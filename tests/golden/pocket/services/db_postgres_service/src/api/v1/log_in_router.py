"""The one look-up that answers the hash of a password."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import select

from shared.callers import ServiceRouter
from shared.values import Contract
from src.core.container import Container
from src.models.person import Person


class LogIn(Contract):
    """Who wants to sign in."""

    login: Annotated[str, Field(max_length=1000)]


class Credentials(BaseModel):
    """What the API compares a password with, and the version of the row that has it."""

    id: UUID
    password_hash: str = Field(repr=False)
    version: int


def build_log_in_router(container: Container) -> ServiceRouter:
    """The look-up; the login is in the body, because addresses are logged."""
    router = ServiceRouter(tags=["log-in"])

    @router.post("/log-in")
    async def look_up(body: LogIn) -> Credentials | None:
        """The credentials of the account, or null if there is none that is active."""
        columns = select(Person.id, Person.password, Person.version)
        columns = columns.where(Person.active)
        async with container.sessions.reading() as session:
            rows = await session.execute(columns.where(Person.email == body.login))
            row = rows.one_or_none()
        return None if row is None else Credentials(id=row[0], password_hash=row[1], version=row[2])

    return router
