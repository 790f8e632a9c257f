"""Texts reach chats within Telegram's rate limit, and a closed chat delays nobody."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiogram.exceptions import TelegramServerError

from shared.messaging.consumer import Postponed

from src.core.config import Settings
from src.core.container import build_container
from src.ext import wiring
from src.messages.limit import RateLimit
from src.messages.telegram import TelegramMessages


@pytest.fixture
async def messages(settings: Settings) -> AsyncIterator[TelegramMessages]:
    bot = build_container(settings, wiring).bot
    yield TelegramMessages(bot, RateLimit(30))
    await bot.session.close()


async def sent_to(telegram: httpx.AsyncClient, chat_id: int) -> list[str]:
    response = await telegram.get("/_control/telegram/messages", params={"chat_id": chat_id})
    return [message["text"] for message in response.json()]


async def fail(telegram: httpx.AsyncClient, **order: Any) -> None:
    answer = await telegram.post("/_control/failures", json={"provider": "telegram", **order})
    assert answer.status_code == 201, answer.text


async def test_text_arrives(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int
) -> None:
    await messages.send(str(chat_id), "Hello")
    assert await sent_to(telegram, chat_id) == ["Hello"]


async def test_closed_chat_is_given_up(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int
) -> None:
    await fail(telegram, status=403)
    await messages.send(str(chat_id), "Hello")
    assert await sent_to(telegram, chat_id) == []


async def test_text_waits_as_long_as_telegram_asks(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int
) -> None:
    await fail(telegram, status=429, retry_after=7)
    with pytest.raises(Postponed) as postponed:
        await messages.send(str(chat_id), "Hello")
    assert postponed.value.seconds == 7
    assert await sent_to(telegram, chat_id) == []
    await messages.send(str(chat_id), "Hello")
    assert await sent_to(telegram, chat_id) == ["Hello"]


async def test_broken_telegram_is_an_error(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int
) -> None:
    await fail(telegram, status=502)
    with pytest.raises(TelegramServerError):
        await messages.send(str(chat_id), "Hello")
