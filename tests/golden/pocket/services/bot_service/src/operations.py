"""Operations of people, run by the API on their behalf."""

from typing import Any

from shared.http import ServiceClient


class Operations:
    """The API's internal routes; a person is known by the chat."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def run(self, operation: str, chat_id: str, inputs: dict[str, Any]) -> Any:
        """The result of an operation; raises the problem that the API returns."""
        body = {"chat_id": chat_id, "input": inputs}
        return await self._client.post(f"/internal/v1/operations/{operation}", body)

    async def link(self, code: str, chat_id: str) -> None:
        """Links the chat to the account for which the code was issued."""
        body = {"code": code, "chat_id": chat_id}
        await self._client.post("/internal/v1/telegram-links", body)
