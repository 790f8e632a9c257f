"""Texts reach chats within Telegram's rate limit, and a closed chat delays nobody."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.messaging.consumer import Postponed
from src.core.config import Settings
from src.core.container import build_container
from src.ext import wiring
from src.messages.limit import RateLimit
from src.messages.telegram import TelegramMessages, TextRefused


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


@pytest.mark.parametrize("status", [401, 404, 500, 502])
async def test_text_waits_while_telegram_is_broken_or_knows_no_such_bot(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int, status: int
) -> None:
    await fail(telegram, status=status)
    with pytest.raises(Postponed):
        await messages.send(str(chat_id), "Hello")


async def test_text_waits_while_telegram_is_away(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:1"})
    bot = build_container(nowhere, wiring).bot
    with pytest.raises(Postponed):
        await TelegramMessages(bot, RateLimit(30)).send("1", "Hello")
    await bot.session.close()


@pytest.mark.parametrize("status", [400, 413])
async def test_text_that_telegram_refuses_is_never_tried_again(
    messages: TelegramMessages, telegram: httpx.AsyncClient, chat_id: int, status: int
) -> None:
    await fail(telegram, status=status)
    with pytest.raises(TextRefused):
        await messages.send(str(chat_id), "Hello")
