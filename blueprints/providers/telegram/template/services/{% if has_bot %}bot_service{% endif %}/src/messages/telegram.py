"""Sends texts to chats through the Bot API."""

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from shared.messaging.consumer import Postponed
from shared.messaging.envelope import Poisoned

from src.messages.limit import RateLimit

# What a proxy before Telegram answers is no JSON.
OUTAGES = (TelegramNetworkError, TelegramServerError, ClientDecodeError)
# The token of the bot is wrong, which is no fault of the text: somebody will mend it.
NOT_ALLOWED = (TelegramUnauthorizedError, TelegramNotFound)

log = structlog.get_logger()


class TextRefused(Poisoned):
    """Telegram does not accept the text, however often it is sent."""


class TelegramMessages:
    """The bot's outgoing side."""

    def __init__(self, bot: Bot, limit: RateLimit) -> None:
        self._bot = bot
        self._limit = limit

    async def send(self, chat_id: str, text: str) -> None:
        """Sends a text; gives up on a chat that is closed.

        Raises Postponed when Telegram is away or asks for a pause, and TextRefused.
        """
        await self._limit.wait()
        try:
            await self._bot.send_message(chat_id, text)
        except TelegramForbiddenError:
            log.warning("chat_closed")
        except TelegramRetryAfter as error:
            raise Postponed("Telegram asks for a pause", error.retry_after) from error
        except TelegramEntityTooLarge as error:
            raise TextRefused(str(error)) from error
        except (*OUTAGES, *NOT_ALLOWED) as error:
            raise Postponed(type(error).__name__) from error
        except TelegramAPIError as error:
            raise TextRefused(str(error)) from error
