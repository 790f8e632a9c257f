"""Waiting for one's turn without a connection to the database, of which there are few."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from shared.problems import Problem

# Each is there for some ten milliseconds, so that the last of so many has its turn in a second.
LONGEST = 100


class QueueFull(Problem):
    """Too many wait for the same. The database is well: neither this nor others count a failure."""

    def __init__(self) -> None:
        headers = {"Retry-After": "1"}
        super().__init__(429, "TOO_MANY_REQUESTS", "Too many wait for this", headers=headers)


class Queues:
    """Lets one at a time work under a key; the others wait in the order in which they came."""

    def __init__(self) -> None:
        self._locks: dict[int, asyncio.Lock] = {}
        self._there: Counter[int] = Counter()

    @asynccontextmanager
    async def turn(self, keys: Sequence[int]) -> AsyncIterator[None]:
        """One's turn under all keys; raises QueueFull at once if too many wait for one.

        The keys are sorted, so that no two can wait for each other.
        """
        if any(self._there[key] > LONGEST for key in keys):
            raise QueueFull
        async with AsyncExitStack() as turns:
            for key in keys:
                await turns.enter_async_context(self._turn(key))
            yield

    @asynccontextmanager
    async def _turn(self, key: int) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._there[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._there[key] -= 1
            if not self._there[key]:
                del self._there[key], self._locks[key]
