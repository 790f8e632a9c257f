"""Replies reach the chat, once each."""

from typing import Any, cast

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey

from src.commands.answering import MAX_PAUSE_SECONDS, PAUSES_SECONDS, answer
from src.messages.parts import MAX_UNITS

METHOD = SendMessage(chat_id=1, text="text")
KEY = ConnectionKey("telegram", 443, True, True, None, None, None)


def not_connected() -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "nobody listens")
    error.__cause__ = ClientConnectorError(KEY, OSError("refused"))
    return error


class Chat:
    """Refuses as often as there are errors."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.answers: list[str] = []

    async def answer(self, text: str) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.answers.append(text)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    paused: list[float] = []

    async def sleep(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr("src.commands.answering.asyncio.sleep", sleep)
    return paused


async def reply(chat: Chat, text: str = "text") -> None:
    await answer(cast("Message", cast("Any", chat)), text)


async def test_long_reply_is_sent_in_parts() -> None:
    chat = Chat()
    await reply(chat, "x" * MAX_UNITS + "\nrest")
    assert chat.answers == ["x" * MAX_UNITS, "rest"]


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (TelegramServerError(METHOD, "Bad Gateway"), PAUSES_SECONDS[0]),
        (not_connected(), PAUSES_SECONDS[0]),
        (TelegramRetryAfter(METHOD, "Too Many Requests", retry_after=7), 7),
    ],
)
async def test_unsent_reply_is_sent_after_a_pause(
    pauses: list[float], error: Exception, pause: float
) -> None:
    chat = Chat(error)
    await reply(chat)
    assert (chat.answers, pauses) == (["text"], [pause])


async def test_reply_is_given_up_when_telegram_stays_away(pauses: list[float]) -> None:
    chat = Chat(*[TelegramServerError(METHOD, "Bad Gateway")] * (len(PAUSES_SECONDS) + 1))
    with pytest.raises(TelegramServerError):
        await reply(chat)
    assert pauses == list(PAUSES_SECONDS)


@pytest.mark.parametrize(
    "error",
    [
        # It may have been sent.
        TelegramNetworkError(METHOD, "Request timeout error"),
        TelegramBadRequest(METHOD, "Bad Request"),
        TelegramRetryAfter(METHOD, "Too Many Requests", retry_after=int(MAX_PAUSE_SECONDS) + 1),
    ],
)
async def test_other_failures_end_the_reply(pauses: list[float], error: Exception) -> None:
    chat = Chat(error)
    with pytest.raises(type(error)):
        await reply(chat)
    assert (chat.answers, pauses) == ([], [])


async def test_closed_chat_gets_no_reply() -> None:
    chat = Chat(TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"))
    await reply(chat)
    assert chat.answers == []
