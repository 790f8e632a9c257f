"""What /start answers."""

import json
from types import SimpleNamespace

import httpx

from src.commands import start_command as command
from tests.support.chat import CHAT, Chat, PlayedApi, refusal


async def answer_to(arguments: str | None, api: PlayedApi) -> str:
    chat, given = Chat(), SimpleNamespace(args=arguments)
    await command.handle(chat, given, api.operations)  # type: ignore[arg-type]
    (answer,) = chat.answers
    return answer


async def test_valid_code_links_the_chat() -> None:
    api = PlayedApi(httpx.Response(204))
    assert await answer_to(" ABC123 ", api) == "This chat now belongs to your account."
    (request,) = api.requests
    assert request.url.path == "/internal/v1/telegram-links"
    assert json.loads(request.content) == {"code": "ABC123", "chat_id": str(CHAT)}


async def test_without_a_code_it_says_where_to_get_one() -> None:
    api = PlayedApi(httpx.Response(204))
    assert (
        await answer_to(None, api)
        == "Create a link code on the website, and send it here as /start CODE."
    )
    assert api.requests == []


async def test_code_that_is_not_valid_is_refused() -> None:
    api = PlayedApi(refusal(409, "LINK_CODE_INVALID", "There is no such code"))
    assert await answer_to("ABC123", api) == command.REFUSED


async def test_api_that_is_away_is_told() -> None:
    api = PlayedApi(httpx.ConnectError("nobody listens"))
    assert "does not answer" in await answer_to("ABC123", api)
