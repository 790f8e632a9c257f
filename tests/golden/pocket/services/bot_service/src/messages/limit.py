"""Respects Telegram's limit of messages per second."""

import asyncio
import time
from collections.abc import Awaitable, Callable


class RateLimit:
    """Lets so many callers a second through, in the order in which they came."""

    def __init__(
        self,
        per_second: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = 1.0 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    async def wait(self) -> None:
        """Returns when the caller may go."""
        now = self._clock()
        due = max(now, self._next)
        self._next = due + self._interval
        if due > now:
            await self._sleep(due - now)
