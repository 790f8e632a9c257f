"""Sends texts to chats through the Bot API."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from shared.messaging.consumer import Postponed

from src.messages.limit import RateLimit

log = structlog.get_logger()


class TelegramMessages:
    """The bot's outgoing side."""

    def __init__(self, bot: Bot, limit: RateLimit) -> None:
        self._bot = bot
        self._limit = limit

    async def send(self, chat_id: str, text: str) -> None:
        """Sends a text; gives up on a chat that is closed.

        Raises Postponed when Telegram asks for a pause.
        """
        await self._limit.wait()
        try:
            await self._bot.send_message(chat_id, text)
        except TelegramForbiddenError:
            log.warning("chat_closed")
        except TelegramRetryAfter as error:
            raise Postponed("Telegram asks for a pause", error.retry_after) from error
