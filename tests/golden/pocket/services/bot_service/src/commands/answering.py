"""Replies to commands: of any length, and tried again while Telegram is busy or away."""

import asyncio

import structlog
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import Message
from aiohttp import ClientConnectorError

from src.messages.parts import parts_of

PAUSES_SECONDS = (1.0, 5.0, 15.0)
# Nobody waits longer for a reply.
MAX_PAUSE_SECONDS = 30.0

log = structlog.get_logger()


async def answer(message: Message, text: str) -> None:
    """Replies to a message, with several if the text is long; a closed chat gets no reply."""
    try:
        for part in parts_of(text):
            await _send(message, part)
    except TelegramForbiddenError:
        log.warning("chat_closed")


async def _send(message: Message, part: str) -> None:
    for pause in PAUSES_SECONDS:
        try:
            await message.answer(part)
        except (TelegramRetryAfter, TelegramServerError, TelegramNetworkError) as error:
            if not _is_unsent(error):
                raise
            log.warning("reply_postponed", error=type(error).__name__)
            await asyncio.sleep(_pause_after(error, pause))
        else:
            return
    await message.answer(part)


def _is_unsent(error: Exception) -> bool:
    """Whether the message was surely not sent, so that a repetition does not double it."""
    if isinstance(error, TelegramNetworkError):
        return isinstance(error.__cause__, ClientConnectorError)
    return not isinstance(error, TelegramRetryAfter) or error.retry_after <= MAX_PAUSE_SECONDS


def _pause_after(error: Exception, pause: float) -> float:
    return max(pause, error.retry_after) if isinstance(error, TelegramRetryAfter) else pause
