"""The links of messages, which are made when a message is sent."""

from typing import Protocol
from uuid import UUID

from shared.http import ServiceClient

PATH = "/internal/v1/links"


class Links(Protocol):
    """Whoever makes links."""

    async def make(self, notification: str, account_id: UUID, link_id: UUID) -> str:
        """The link of that identifier; older ones of the account end."""


class ApiLinks:
    """Asks the API, which alone can sign them."""

    def __init__(self, api: ServiceClient) -> None:
        self._api = api

    async def make(self, notification: str, account_id: UUID, link_id: UUID) -> str:
        """The link of that identifier; older ones of the account end."""
        body = {
            "notification": notification,
            "account_id": str(account_id),
            "link_id": str(link_id),
        }
        answer = await self._api.post(PATH, body, repeatable=True)
        return str(answer["link"])
