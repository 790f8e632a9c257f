"""Middleware for every update from Telegram."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram.types import TelegramObject

from shared.draining import drained
from shared.request_context import request_context

log = structlog.get_logger()

type Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Updates:
    """Handles each update under its own request id, which every request to the API carries."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        """The result of the handler; Telegram does not deliver the update again if it fails."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        with request_context(None):
            return await self._logged(handler, update, data)

    async def drained(self) -> None:
        """Returns when all updates in hand are handled, or take too long."""
        await drained(self._tasks)

    async def _logged(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(update, data)
        except Exception:
            # Outside of here the request id is not known any more.
            log.exception("update_failed")
            raise
