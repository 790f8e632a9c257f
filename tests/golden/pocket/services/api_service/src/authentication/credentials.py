"""What a password is compared with, which the data service answers for this purpose only."""

from typing import Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.http import ServiceClient

PATH = "/api/v1/log-in"


class Credentials(BaseModel):
    """The identifier of an account, the hash of its password, and the version of its row.

    A data service of the release before does not tell the version.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: UUID
    password_hash: str = Field(repr=False)
    version: int | None = None


class StoredCredentials(Protocol):
    """The credentials of all accounts."""

    async def find(self, login: str) -> Credentials | None:
        """Those of the account with this login."""


class HttpCredentials:
    """Asks the PostgreSQL data service."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def find(self, login: str) -> Credentials | None:
        """Those of the account with this login; the login is in the body, which nobody logs."""
        answer = await self._client.post(PATH, {"login": login}, repeatable=True)
        return None if answer is None else Credentials.model_validate(answer)
