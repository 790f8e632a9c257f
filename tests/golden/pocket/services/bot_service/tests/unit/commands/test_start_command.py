"""What /start answers."""

import json
from types import SimpleNamespace

import httpx
import pytest

from src.commands import start_command as command
from src.commands.replies import TRY_LATER
from tests.support.chat import CHAT, Chat, PlayedApi, refusal


async def answer_to(arguments: str | None, api: PlayedApi) -> str:
    chat, parsed = Chat(), SimpleNamespace(args=arguments)
    await command.handle(chat, parsed, api.operations)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (
            refusal(422, "CODE_NOT_VALID", "There is no such code"),
            command.REFUSALS["CODE_NOT_VALID"],
        ),
        (refusal(409, "CHAT_TAKEN", "Somebody has this chat"), command.REFUSALS["CHAT_TAKEN"]),
        (refusal(401, "NOT_AUTHENTICATED", "Who are you?"), TRY_LATER),
        (httpx.Response(503), TRY_LATER),
        (httpx.ConnectError("nobody listens"), TRY_LATER),
    ],
    ids=["spent", "taken", "unknown service", "broken", "away"],
)
async def test_refusal_is_told(problem: httpx.Response | Exception, answer: str) -> None:
    assert await answer_to("ABC123", PlayedApi(problem)) == answer
