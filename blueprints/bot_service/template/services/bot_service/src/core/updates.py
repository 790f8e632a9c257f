"""Middleware for every update from Telegram."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram.types import TelegramObject

from shared.request_context import request_context

log = structlog.get_logger()

type Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def in_request_context(handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
    """Handles an update under its own request id, which every request to the API carries."""
    with request_context(None):
        try:
            return await handler(update, data)
        except Exception:
            # Outside of here the request id is not known any more.
            log.exception("update_failed")
            raise
