"""A chat with a person, played in memory."""

from types import SimpleNamespace
from typing import Any

import httpx

from shared.http import ServiceClient
from shared.public_rejections import public_rejection
from src.operations import Operations

CHAT = 70001


class Chat:
    """A message in a chat, and the replies to it."""

    def __init__(self) -> None:
        self.chat = SimpleNamespace(id=CHAT)
        self.answers: list[str] = []

    async def answer(self, text: str) -> None:
        self.answers.append(text)


class PlayedApi:
    """The API's internal routes: one answer for all requests, which are remembered."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []

    @property
    def operations(self) -> Operations:
        """Dependencies of commands."""
        transport = httpx.MockTransport(self._handle)
        return Operations(
            ServiceClient(
                "api_service", "http://api", "token", transport, rejection=public_rejection
            )
        )

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def page(*rows: dict[str, Any], next_cursor: str | None = None) -> httpx.Response:
    """The answer of an operation that lists rows."""
    body = {"items": list(rows), "next_cursor": next_cursor, "total": None}
    return httpx.Response(200, json=body)


def refusal(status: int, code: str, detail: str) -> httpx.Response:
    """A problem."""
    return httpx.Response(status, json={"status": status, "code": code, "detail": detail})
