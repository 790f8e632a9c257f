"""Who the bot listens to."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, Message, Update

from src.commands.replies import ALONE_ONLY
from src.commands.router import COMMANDS, build_router

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)


class Telegram(BaseSession):
    """Records the messages of the bot."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ARG002
    ) -> Any:
        assert isinstance(method, SendMessage)
        self.texts.append(method.text)
        return Message(message_id=2, date=NOW, chat=Chat(id=1, type="private"))

    def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        raise AssertionError("the bot reads no files")

    async def close(self) -> None:
        """Nothing is open."""


async def answers_to(text: str, kind: str) -> list[str]:
    telegram, dispatcher = Telegram(), Dispatcher()
    dispatcher.include_router(build_router())
    message = Message(message_id=1, date=NOW, chat=Chat(id=1, type=kind), text=text)
    bot = Bot("1:token", session=telegram)
    await dispatcher.feed_update(bot, Update(update_id=1, message=message), operations=None)
    return telegram.texts


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_chat_of_many_is_told_nothing(name: str, kind: str) -> None:
    assert await answers_to(f"/{name}", kind) == [ALONE_ONLY]


async def test_talk_of_others_is_not_answered() -> None:
    assert await answers_to("good morning", "group") == []
