"""Sends texts to chats through the Bot API."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter

from src.messages.limit import RateLimit

ATTEMPTS = 3

log = structlog.get_logger()


class TelegramMessages:
    """The bot's outgoing side."""

    def __init__(self, bot: Bot, limit: RateLimit) -> None:
        self._bot = bot
        self._limit = limit

    async def send(self, chat_id: str, text: str) -> None:
        """Sends a text; waits when Telegram asks for it, and gives up on a chat that is closed."""
        for attempt in range(1, ATTEMPTS + 1):
            await self._limit.wait()
            try:
                await self._bot.send_message(chat_id, text)
            except TelegramForbiddenError:
                log.warning("chat_closed")
            except TelegramRetryAfter as error:
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(error.retry_after)
                continue
            return
