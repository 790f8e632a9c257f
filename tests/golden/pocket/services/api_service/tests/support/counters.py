"""What Redis does for counters, in memory."""

from datetime import timedelta
from typing import Self


class InMemoryCounters:
    """Counts until a counter is deleted; `windows` are those that were asked for."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.windows: dict[str, timedelta] = {}
        self._answers: list[object] = []

    def pipeline(self) -> Self:
        """Commands that are executed together; here, each at once."""
        return self

    async def __aenter__(self) -> Self:
        self._answers = []
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def incr(self, key: str) -> None:
        """Counts one more."""
        self.values[key] = self.values.get(key, 0) + 1
        self._answers.append(self.values[key])

    def decr(self, key: str) -> None:
        """Counts one less."""
        self.values[key] = self.values.get(key, 0) - 1
        self._answers.append(self.values[key])

    def expire(self, key: str, window: timedelta, *, nx: bool) -> None:
        """Sets the end of a counter that has none."""
        assert nx
        self._answers.append(self.windows.setdefault(key, window) is window)

    def ttl(self, key: str) -> None:
        """For how many seconds the counter stays; no time passes here."""
        self._answers.append(int(self.windows[key].total_seconds()))

    def delete(self, key: str) -> None:
        """Forgets a counter."""
        self.windows.pop(key, None)
        self._answers.append(self.values.pop(key, None) is not None)

    async def execute(self) -> list[object]:
        """The answers to the commands."""
        return self._answers
